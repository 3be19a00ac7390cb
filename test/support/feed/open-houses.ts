import { filterRows } from './filter.ts';
import type { VendorError } from './page.ts';
import { at, numberAt, type RawRow, textAt } from './raw.ts';

/**
 * GET /openhouses: one type (residential by default), cities, prices and the like of the open house's listing. Postal
 * codes are none of its parameters and are ignored without a word; listings of any status come.
 */
export function filterOpenHouses(rows: readonly RawRow[], query: URLSearchParams): RawRow[] | VendorError {
  if (query.getAll('type').length > 1) return { status: 400, message: 'Only one type can be requested' };
  const own = new URLSearchParams(query);
  own.delete('postalCodes');
  own.set('type', query.get('type') ?? 'residential');
  return rows.filter((row) => {
    const listing = at(row, 'listing');
    if (typeof listing !== 'object' || listing === null) return true;
    own.set('status', textAt(listing, 'mls.status'));
    return filterRows([listing as RawRow], own, 'observed').length > 0;
  });
}

/** Its cursor, `lastId`, is the key of the open house. */
export const openHouseKey = (row: RawRow): number => numberAt(row, 'openHouseKey');
