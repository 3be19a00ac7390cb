import type { Queryable } from '../db/pool.ts';
import { type CalendarMonth, completeMonths, lastDayOf, type MonthlyAggregate } from '../market/monthly.ts';
import { NEAR_DAYS } from './inventory.ts';
import { findInventories, findMonths } from './queries.ts';
import type { HistoryScope } from './scope.ts';

/** Two years, so that each of the last twelve months has its year-ago one. */
export const SERIES_MONTHS = 24;

export interface SeriesMonth extends MonthlyAggregate {
  /** What was for sale at the month's end, within three days of it; null where nobody wrote it down. */
  readonly active: number | null;
}

/** Every month of the series, or how far its back-fill has come: a chart with holes would tell of slumps (design §10). */
export type MonthlySeries =
  | { readonly whole: true; readonly months: readonly SeriesMonth[] }
  | { readonly whole: false; readonly have: number; readonly of: number };

/** The 24 calendar months that were over at `now`, as stored, oldest first. */
export async function readSeries(db: Queryable, scope: HistoryScope, now: Date): Promise<MonthlySeries> {
  const wanted = completeMonths(now, SERIES_MONTHS, scope.zone);
  const stored = (await findMonths(db, scope, rangeOf(wanted))).filter(({ complete }) => complete);
  if (stored.length < wanted.length) return { whole: false, have: stored.length, of: wanted.length };
  const actives = await findInventories(db, scope, wanted.map(lastDayOf), NEAR_DAYS);
  return {
    whole: true,
    months: stored.map(({ fetchedAt: _, ...month }, i) => ({ ...month, active: actives[i] ?? null })),
  };
}

export function rangeOf(months: readonly CalendarMonth[]): { first: string; last: string } {
  return { first: months[0]?.month ?? '', last: months.at(-1)?.month ?? '' };
}
