import type { EpochMs, Listing, ListingStatus } from './listing.ts';

/** SimplyRETS' query words for property types. */
export type PropertyTypeWord =
  | 'residential'
  | 'rental'
  | 'mobilehome'
  | 'condominium'
  | 'multifamily'
  | 'commercial'
  | 'commerciallease'
  | 'land'
  | 'farm';

/**
 * What to ask a feed for. At least one city or postal code: no area is refused, never the whole MLS (M6). A listing
 * belongs when its city or its postal code is named: the places are a union.
 */
export interface ListingQuery {
  readonly cities: readonly string[];
  readonly postalCodes: readonly string[];
  readonly statuses: readonly [ListingStatus, ...ListingStatus[]];
  readonly types: readonly [PropertyTypeWord, ...PropertyTypeWord[]];
  /** For Closed: only sales with `from <= closeDate < to`. */
  readonly closed?: { readonly from: EpochMs; readonly to: EpochMs };
  /** For Active: only listings with `from <= listDate < to`. */
  readonly listed?: { readonly from: EpochMs; readonly to: EpochMs };
}

/** Why a row of the feed did not become a listing of the answer. */
export type DropReason =
  | 'invalid'
  | 'duplicate'
  | 'other_city'
  | 'other_postal_code'
  | 'other_status'
  | 'rental'
  | 'other_type'
  | 'outside_window';

export interface ListingResult {
  readonly listings: readonly Listing[];
  /** True when the feed holds more than we were allowed to read: counts and medians would be false (V6). */
  readonly truncated: boolean;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** When the feed was read. */
  readonly asOf: EpochMs;
}

export interface SearchOptions {
  readonly signal: AbortSignal;
  /** On the clock of `performance.now()`: a wait for the vendor that would end later is not begun. */
  readonly deadline?: number;
}

/** Where listings come from. Throws `unavailableError` (vendor down), `configError` (credentials), `scheduleError`. */
export interface ListingFeed {
  /** Named on every page. */
  readonly source: { readonly name: string; readonly sample: boolean };
  search(query: ListingQuery, options: SearchOptions): Promise<ListingResult>;
  /** How many homes were for sale at an earlier instant, where the feed knows its own past: no vendor's does. */
  readonly activeAt?: (query: Pick<ListingQuery, 'cities' | 'postalCodes' | 'types'>, at: EpochMs) => number;
}
