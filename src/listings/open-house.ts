import type { DropReason, PropertyTypeWord, SearchOptions } from './feed.ts';
import { instantOrNull, isObject, numberOrNull } from './fields.ts';
import type { EpochMs, Listing } from './listing.ts';
import { parseListing } from './parse.ts';

/** A time at which a home for sale can be seen. What it says in free text stays out, as all remarks do. */
export interface OpenHouse {
  /** SimplyRETS' openHouseKey. */
  readonly key: number;
  readonly startsAt: EpochMs;
  /** Null where it is not given, or not after the start. */
  readonly endsAt: EpochMs | null;
  readonly listing: Listing;
}

/** Open houses that start in `from <= startsAt < to`, of homes in the area; the places are a union. */
export interface OpenHouseQuery {
  readonly cities: readonly string[];
  readonly postalCodes: readonly string[];
  readonly types: readonly [PropertyTypeWord, ...PropertyTypeWord[]];
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface OpenHouseResult {
  /** In the order of their start. */
  readonly openHouses: readonly OpenHouse[];
  readonly truncated: boolean;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  readonly asOf: EpochMs;
}

/** They come from an endpoint of their own: listings know nothing of them (M7). */
export interface OpenHouseFeed {
  openHouses(query: OpenHouseQuery, options: SearchOptions): Promise<OpenHouseResult>;
}

/** One object of a response; 'invalid' without a usable key, start or listing. */
export function parseOpenHouse(raw: unknown): OpenHouse | 'invalid' {
  if (!isObject(raw)) return 'invalid';
  const key = numberOrNull(raw.openHouseKey);
  const startsAt = instantOrNull(raw.startTime);
  const listing = parseListing(raw.listing);
  if (key === null || !Number.isSafeInteger(key) || startsAt === null || listing === 'invalid') return 'invalid';
  const end = instantOrNull(raw.endTime);
  return { key, startsAt, endsAt: end !== null && end > startsAt ? end : null, listing };
}
