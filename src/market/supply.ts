import type { Figure } from './figure.ts';
import type { Population } from './population.ts';
import { describeFigure } from './statistic.ts';
import type { Window } from './window.ts';

/** 365.25 ÷ 12. */
export const DAYS_PER_MONTH = 30.4375;
/** With fewer closings the pace, and so the supply, is an accident. */
export const FEWEST_CLOSINGS = 3;

/** Closings of a known window: the pace of sales cannot be told without its length. */
export type Closings = Population & { readonly window: Window };

/** Active listings ÷ closed sales per month. Zero active is 0.0 months; too few closings is not "no supply" but null (M1). */
export function monthsOfSupply(active: Population, closed: Closings): Figure {
  return monthsOfSupplyOf(active.listings.length, [active, closed], closed);
}

/** The same from a count alone: of an earlier day only the number of active listings is stored. */
export function monthsOfSupplyOf(active: number, populations: readonly Population[], closed: Closings): Figure {
  const n = closed.listings.length;
  const known = n >= FEWEST_CLOSINGS;
  return describeFigure(populations, {
    value: known ? active / closedPerMonth(closed) : null,
    unit: 'months',
    n,
    reason: known ? null : `fewer than ${FEWEST_CLOSINGS} closed sales`,
  });
}

/** Closed sales per month ÷ active listings (Fannie Mae 1004MC), as a fraction of the inventory sold each month. */
export function absorption(active: Population, closed: Closings): Figure {
  return perActive(active, closed, closedPerMonth(closed));
}

/** Pending now ÷ active now. */
export function pendingRatio(active: Population, pending: Population): Figure {
  return perActive(active, pending, pending.listings.length);
}

function perActive(active: Population, other: Population, amount: number): Figure {
  return ratioToActive(active.listings.length, [active, other], amount);
}

/** `amount` ÷ active listings, from the count of the latter. */
export function ratioToActive(n: number, populations: readonly Population[], amount: number): Figure {
  const reason = n === 0 ? 'no active listings' : null;
  return describeFigure(populations, { value: n === 0 ? null : amount / n, unit: 'ratio', n, reason });
}

export function closedPerMonth({ listings, window }: Closings): number {
  return (listings.length * DAYS_PER_MONTH) / window.days;
}
