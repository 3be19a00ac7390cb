import type { DropReason } from './feed.ts';
import type { ListingStatus } from './listing.ts';
import { type OpenHouse, type OpenHouseQuery, parseOpenHouse } from './open-house.ts';
import { judgeFor } from './select.ts';

/** Homes that can still be bought; a vendor keeps the open houses of sold ones. */
const OPEN: readonly [ListingStatus, ...ListingStatus[]] = ['Active', 'ActiveUnderContract', 'ComingSoon'];

export interface OpenHouseSelection {
  /** How many of these rows had not been seen before, and the highest key among all so far. */
  add(rows: readonly unknown[]): { readonly fresh: number; readonly highestKey: number };
  readonly openHouses: OpenHouse[];
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}

/** Collects the rows of a query page by page: read, checked against the query, each key once, drops counted. */
export function createOpenHouseSelection(query: OpenHouseQuery): OpenHouseSelection {
  const judge = judgeFor({ ...query, statuses: OPEN });
  const seen = new Set<number>();
  const openHouses: OpenHouse[] = [];
  const dropped: Partial<Record<DropReason, number>> = {};
  let highestKey = 0;

  const take = (row: unknown): boolean => {
    const house = parseOpenHouse(row);
    const known = house !== 'invalid' && seen.has(house.key);
    const reason = house === 'invalid' ? 'invalid' : known ? 'duplicate' : reasonAgainst(house, query, judge);
    if (house !== 'invalid') {
      seen.add(house.key);
      highestKey = Math.max(highestKey, house.key);
      if (reason === undefined) openHouses.push(house);
    }
    if (reason !== undefined) dropped[reason] = (dropped[reason] ?? 0) + 1;
    return house !== 'invalid' && !known;
  };
  return { add: (rows) => ({ fresh: rows.filter(take).length, highestKey }), openHouses, dropped };
}

function reasonAgainst(house: OpenHouse, { from, to }: OpenHouseQuery, judge: ReturnType<typeof judgeFor>) {
  const reason = judge(house.listing);
  if (reason !== undefined) return reason;
  return house.startsAt >= from && house.startsAt < to ? undefined : 'outside_window';
}

/** By start, then by key: the same answer for the same data. */
export const byStart = (a: OpenHouse, b: OpenHouse): number => a.startsAt - b.startsAt || a.key - b.key;
