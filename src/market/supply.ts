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
  const reason = tooFew(closed);
  const value = reason === null ? active / closedPerMonth(closed) : null;
  const n = closed.listings.length;
  return describeFigure(populations, { value, unit: 'months', n, reason, counts: [active, n] });
}

/**
 * Closed sales per month ÷ active listings (Fannie Mae 1004MC), as a fraction of the inventory sold each month: the
 * reciprocal of the supply, from the same sales and withheld with it.
 */
export function absorption(active: Population, closed: Closings): Figure {
  return absorptionOf(active.listings.length, [active, closed], closed);
}

/** The same from a count alone. */
export function absorptionOf(active: number, populations: readonly Population[], closed: Closings): Figure {
  const reason = active === 0 ? 'no active listings' : tooFew(closed);
  const value = reason === null ? closedPerMonth(closed) / active : null;
  const n = closed.listings.length;
  return describeFigure(populations, { value, unit: 'ratio', n, reason, counts: [active, n] });
}

const tooFew = ({ listings }: Closings): string | null =>
  listings.length < FEWEST_CLOSINGS ? `fewer than ${FEWEST_CLOSINGS} closed sales` : null;

/** Pending now ÷ active now. */
export function pendingRatio(active: Population, pending: Population): Figure {
  return pendingRatioOf(active.listings.length, [active, pending], pending.listings.length);
}

/** The same from the counts alone. */
export function pendingRatioOf(active: number, populations: readonly Population[], pending: number): Figure {
  const [value, reason] = active === 0 ? [null, 'no active listings'] : [pending / active, null];
  return describeFigure(populations, { value, unit: 'ratio', n: active, reason, counts: [active, pending] });
}

const closedPerMonth = ({ listings, window }: Closings): number => listings.length / monthsIn(window);

/**
 * metrics.md counts 30.4375 days to the month. A year of 365 or 366 days is its twelve months all the same, as in NAR's
 * annual rate ÷ 12: a reader who divides the printed sales by twelve must come to the printed supply.
 */
const monthsIn = ({ days }: Window): number => (isYear(days) ? 12 : days / DAYS_PER_MONTH);

/** So many days are twelve months, with a leap day among them or not. */
export const isYear = (days: number): boolean => days === 365 || days === 366;
