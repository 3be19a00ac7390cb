import type { Limits } from '../listings/filters/match.ts';
import type { BandEdges } from '../market/price-bands.ts';

/** Between which prices homes lie that meet all of the conditions, both included; null where none sets a limit. */
export function priceRangeOf(conditions: readonly Limits[]): BandEdges {
  const least = conditions.flatMap(({ minprice }) => minprice ?? []);
  const most = conditions.flatMap(({ maxprice }) => maxprice ?? []);
  return { from: least.length > 0 ? Math.max(...least) : null, to: most.length > 0 ? Math.min(...most) : null };
}
