import type { Queryable } from '../db/pool.ts';
import { type CalendarMonth, completeMonths, type MonthlyAggregate } from '../market/monthly.ts';
import { findMonths } from './queries.ts';
import type { HistoryScope } from './scope.ts';

/** Two years, so that each of the last twelve months has its year-ago one. */
export const SERIES_MONTHS = 24;

/** Every month of the series, or how far its back-fill has come: a chart with holes would tell of slumps (design §10). */
export type MonthlySeries =
  | { readonly whole: true; readonly months: readonly MonthlyAggregate[] }
  | { readonly whole: false; readonly have: number; readonly of: number };

/** The area's last 24 complete months as stored, oldest first. */
export async function readSeries(db: Queryable, scope: HistoryScope, now: Date): Promise<MonthlySeries> {
  const wanted = completeMonths(now, SERIES_MONTHS, scope.zone);
  const stored = (await findMonths(db, scope, rangeOf(wanted))).filter(({ complete }) => complete);
  if (stored.length < wanted.length) return { whole: false, have: stored.length, of: wanted.length };
  return { whole: true, months: stored.map(({ fetchedAt: _, ...month }) => month) };
}

export function rangeOf(months: readonly CalendarMonth[]): { first: string; last: string } {
  return { first: months[0]?.month ?? '', last: months.at(-1)?.month ?? '' };
}
