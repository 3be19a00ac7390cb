import type { Cache } from '../cache/cache.ts';
import { NAMESPACE_TTL_SECONDS, simplyretsKey } from '../cache/namespaces.ts';
import { remember } from '../cache/remember.ts';
import type { ListingFeed, ListingResult } from '../listings/feed.ts';
import type { OpenHouseFeed, OpenHouseResult } from '../listings/open-house.ts';

/**
 * Keeps a feed's answers for half an hour. The key holds the whole query and the vendor account that it was asked
 * under, so that one customer's board never answers for another's; truncated answers are not kept.
 */
export function cachedFeed(
  feed: ListingFeed & OpenHouseFeed,
  cache: Cache,
  vendorAccount: string,
): ListingFeed & OpenHouseFeed {
  return {
    source: feed.source,
    search: (query, options) =>
      remember<ListingResult>(cache, simplyretsKey({ vendorAccount, query }), {
        ttlSeconds: NAMESPACE_TTL_SECONDS.simplyrets,
        produce: () => feed.search(query, options),
        decode: (value) => (isListingResult(value) ? value : null),
        storable: ({ truncated }) => !truncated,
        signal: options.signal,
      }),
    openHouses: (query, options) =>
      remember<OpenHouseResult>(cache, simplyretsKey({ vendorAccount, endpoint: 'openhouses', query }), {
        ttlSeconds: NAMESPACE_TTL_SECONDS.simplyrets,
        produce: () => feed.openHouses(query, options),
        decode: (value) => (isOpenHouseResult(value) ? value : null),
        storable: ({ truncated }) => !truncated,
        signal: options.signal,
      }),
  };
}

/**
 * What tells a stored answer from another program version's; the rest of a listing is as we wrote it. By hand: a schema
 * would copy 500 listings at each hit, which takes as long as their transfer.
 */
function isListingResult(value: unknown): value is ListingResult {
  if (!isObject(value) || !isObject(value.dropped) || !Array.isArray(value.listings)) return false;
  return typeof value.truncated === 'boolean' && typeof value.asOf === 'number' && value.listings.every(isListing);
}

function isOpenHouseResult(value: unknown): value is OpenHouseResult {
  if (!isObject(value) || !isObject(value.dropped) || !Array.isArray(value.openHouses)) return false;
  return typeof value.truncated === 'boolean' && typeof value.asOf === 'number' && value.openHouses.every(isOpenHouse);
}

const isOpenHouse = (value: unknown): boolean =>
  isObject(value) && typeof value.key === 'number' && typeof value.startsAt === 'number' && isListing(value.listing);

const isListing = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.mlsId === 'number' &&
  typeof value.listingId === 'string' &&
  typeof value.status === 'string' &&
  Array.isArray(value.photos);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
