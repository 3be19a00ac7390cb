import * as z from 'zod/mini';
import type { Cache } from '../cache/cache.ts';
import { NAMESPACE_TTL_SECONDS, simplyretsKey } from '../cache/namespaces.ts';
import { remember } from '../cache/remember.ts';
import type { ListingFeed, ListingResult } from '../listings/feed.ts';

/** What tells a stored answer from another program version's; the rest of a listing is as we wrote it. */
const stored = z.object({
  listings: z.array(z.looseObject({ mlsId: z.number(), listingId: z.string(), status: z.string() })),
  truncated: z.boolean(),
  dropped: z.record(z.string(), z.number()),
  asOf: z.number(),
});

/**
 * Keeps a feed's answers for half an hour. The key holds the whole query and the vendor account that it was asked
 * under, so that one customer's board never answers for another's; truncated answers are not kept.
 */
export function cachedFeed(feed: ListingFeed, cache: Cache, vendorAccount: string): ListingFeed {
  return {
    source: feed.source,
    search: (query, options) =>
      remember<ListingResult>(cache, simplyretsKey({ vendorAccount, query }), {
        ttlSeconds: NAMESPACE_TTL_SECONDS.simplyrets,
        produce: () => feed.search(query, options),
        decode: (value) => {
          const parsed = stored.safeParse(value);
          return parsed.success ? (parsed.data as unknown as ListingResult) : null;
        },
        storable: ({ truncated }) => !truncated,
        signal: options.signal,
      }),
  };
}
