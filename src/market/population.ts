import type { Listing, ListingStatus, PropertyType } from '../listings/listing.ts';
import type { ExclusionReason, Exclusions } from './figure.ts';
import { contains, type Window } from './window.ts';

/** One answer of a feed, as far as statistics need it. */
export interface Reading {
  readonly listings: readonly Listing[];
  readonly truncated: boolean;
  /** Homes of which it cannot be told whether they belong to it, and why, in words for the page; absent where none are. */
  readonly unchecked?: { readonly listings: readonly Listing[]; readonly reason: string };
  readonly dropped: Readonly<Partial<Record<string, number>>>;
}

/** The rows that figures are computed from, and those that were left out beforehand. */
export interface Population {
  readonly label: string;
  readonly listings: readonly Listing[];
  readonly truncated: boolean;
  /** Why it cannot be told which homes belong to it: none is known to, and some may. Not zero of them, but unknown. */
  readonly withheld?: string;
  readonly excluded: Exclusions;
  readonly window?: Window;
}

export interface Selection {
  readonly label: string;
  readonly status: ListingStatus;
  readonly types: readonly PropertyType[];
  /** Only rows that closed in it; a row outside is no exclusion, it is another period's. */
  readonly closedIn?: Window;
}

/** Below it a price on a residential row is a monthly rent: one vendor's Irvine median fell from 1,530,000 to 6,390. */
const LOWEST_SALE_PRICE = 10_000;

export function selectPopulation(reading: Reading, selection: Selection): Population {
  const excluded: Partial<Record<ExclusionReason, number>> = {};
  const listings: Listing[] = [];
  const window = selection.closedIn;
  for (const listing of reading.listings) {
    if (!isIn(window, listing)) continue;
    const reason = exclusionOf(listing, selection);
    if (reason === null) listings.push(listing);
    else excluded[reason] = (excluded[reason] ?? 0) + 1;
  }
  const maybe = reading.unchecked?.listings.some(
    (listing) => isIn(window, listing) && !exclusionOf(listing, selection),
  );
  const withheld = maybe && listings.length === 0 ? reading.unchecked?.reason : undefined;
  return {
    label: selection.label,
    listings,
    truncated: reading.truncated,
    ...(withheld === undefined ? {} : { withheld }),
    excluded,
    ...(window ? { window } : {}),
  };
}

/** An undated sale may lie in any window: it is counted out, not passed over. */
const isIn = (window: Window | undefined, { closeDate }: Listing): boolean =>
  window === undefined || closeDate === null || contains(window, closeDate);

/** True where it holds all of its homes: a count of part of them would be false (V6). */
export const isWhole = ({ truncated, withheld }: Pick<Population, 'truncated' | 'withheld'>): boolean =>
  !truncated && withheld === undefined;

function exclusionOf(listing: Listing, selection: Selection): ExclusionReason | null {
  if (isRental(listing)) return 'rental';
  if (listing.status !== selection.status) return 'other_status';
  if (listing.type === null || !selection.types.includes(listing.type)) return 'other_type';
  return selection.closedIn && listing.closeDate === null ? 'no_date' : null;
}

/**
 * Rentals and leases, also those that a feed files as residential, or without a type, with a monthly rent for a price
 * (V11). The feed's own check says the same: neither room may import the other.
 */
export function isRental(listing: Listing): boolean {
  if (listing.type === 'RNT' || listing.type === 'CLE') return true;
  if (listing.type !== null && listing.type !== 'RES' && listing.type !== 'CND') return false;
  const price = listing.status === 'Closed' ? (listing.closePrice ?? listing.listPrice) : listing.listPrice;
  return price !== null && price > 0 && price < LOWEST_SALE_PRICE;
}
