import type { Listing } from '../listings/listing.ts';
import { formatDay, formatPrice } from './format.ts';
import { formatNumber } from './number.ts';
import { DASH } from './text.ts';

/** What a full table says of each listing, in columns of their own, where the e-mail has a line. */
export interface ListingColumns {
  /** The last is the price's. */
  readonly heads: readonly string[];
  /** Under all of the heads but the last. */
  readonly cells: (listing: Listing, zone: string) => string[];
}

export const LISTED: ListingColumns = {
  heads: ['Listed', 'Price'],
  cells: ({ listDate }, zone) => [dayOr(listDate, zone)],
};

export const SOLD: ListingColumns = {
  heads: ['Sold', 'Asked', 'Days', 'Sold for'],
  cells: ({ closeDate, listPrice, daysOnMarket }, zone) => [
    dayOr(closeDate, zone),
    formatPrice(listPrice),
    daysOr(daysOnMarket),
  ],
};

export const daysOr = (days: number | null): string => (days === null || days < 0 ? DASH : formatNumber(days));

const dayOr = (instant: number | null, zone: string): string => (instant === null ? DASH : formatDay(instant, zone));
