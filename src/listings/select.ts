import { areaMatcher, areaOf } from './area.ts';
import type { DropReason, ListingQuery } from './feed.ts';
import type { EpochMs, Listing } from './listing.ts';
import { parseListing } from './parse.ts';
import { codeOfType, isRental, isRentalType } from './property-types.ts';

/** What became of one page of raw rows. */
export interface PageOutcome {
  /** Rows of this page that were read, whether kept or dropped, in the feed's order. */
  readonly parsed: readonly Listing[];
  /** Rows that the feed should not have sent, had it obeyed the filter. */
  readonly violations: number;
}

export interface Selection {
  add(rows: readonly unknown[]): PageOutcome;
  readonly listings: readonly Listing[];
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}

type Judge = (listing: Listing) => DropReason | undefined;

/** Reasons that a feed which obeys its filter never gives us; a rental is one only where rentals were not asked for. */
const VIOLATIONS: ReadonlySet<DropReason> = new Set(['other_city', 'other_postal_code', 'other_status', 'other_type']);

/** Collects the rows of a query page by page: read, checked against the query, without duplicates, drops counted. */
export function createSelection(query: ListingQuery): Selection {
  const judge = judgeFor(query);
  const rentalsAsked = query.types.some((type) => isRentalType(codeOfType(type)));
  const seen = new Set<number>();
  const listings: Listing[] = [];
  const dropped: Partial<Record<DropReason, number>> = {};
  const drop = (reason: DropReason) => {
    dropped[reason] = (dropped[reason] ?? 0) + 1;
  };

  const add = (rows: readonly unknown[]): PageOutcome => {
    const parsed: Listing[] = [];
    let violations = 0;
    for (const row of rows) {
      const listing = parseListing(row);
      if (listing === 'invalid') {
        drop('invalid');
        continue;
      }
      parsed.push(listing);
      if (seen.has(listing.mlsId)) {
        drop('duplicate');
        continue;
      }
      seen.add(listing.mlsId);
      const reason = judge(listing);
      if (reason === undefined) listings.push(listing);
      else {
        drop(reason);
        if (VIOLATIONS.has(reason) || (isRentalType(listing.type) && !rentalsAsked)) violations += 1;
      }
    }
    return { parsed, violations };
  };
  return { add, listings, dropped };
}

/** The rows of a complete answer that belong to the query, in their order, and why the others do not. */
export function selectListings(rows: readonly unknown[], query: ListingQuery): Pick<Selection, 'listings' | 'dropped'> {
  const selection = createSelection(query);
  selection.add(rows);
  return selection;
}

/** Checks of one listing in the order of their weight: another place or status first, then what it is, then when. */
export function judgeFor(query: ListingQuery): Judge {
  const area = areaOf(query);
  const inArea = areaMatcher(area);
  const elsewhere = area.cities.length > 0 ? 'other_city' : 'other_postal_code';
  const statuses = new Set(query.statuses);
  const types = new Set(query.types.map(codeOfType));
  return (listing) => {
    if (!inArea(listing)) return elsewhere;
    if (!statuses.has(listing.status)) return 'other_status';
    if (isRental(listing)) return 'rental';
    if (listing.type !== null && !types.has(listing.type)) return 'other_type';
    return inWindow(listing, query) ? undefined : 'outside_window';
  };
}

function inWindow({ status, closeDate, listDate }: Listing, { closed, listed }: ListingQuery): boolean {
  if (status === 'Closed') return closed === undefined || within(closeDate, closed);
  if (status === 'Active') return listed === undefined || within(listDate, listed);
  return true;
}

const within = (at: EpochMs | null, window: { from: EpochMs; to: EpochMs }): boolean =>
  at !== null && window.from <= at && at < window.to;
