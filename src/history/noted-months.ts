import type { Queryable } from '../db/pool.ts';
import type { ListingResult } from '../listings/feed.ts';
import { aggregateMonth, completeMonths } from '../market/monthly.ts';
import { requestBackfill } from './backfill-queries.ts';
import { monthsDue } from './months-due.ts';
import { findMonths, storeMonths } from './queries.ts';
import type { HistoryScope } from './scope.ts';
import { rangeOf, SERIES_MONTHS } from './series.ts';
import { together } from './together.ts';

/** One reading of an area's closings and the period that it was asked for. */
export interface ClosingsRead {
  readonly from: number;
  readonly to: number;
  readonly answer: ListingResult;
}

/**
 * Keeps the calendar months that lie whole within what a report has read anyway: they cost the vendor no request, and
 * the latest months, which still move, are as fresh as the report. Asks for a back-fill of those that are then still
 * missing.
 */
export async function noteMonths(
  db: Queryable,
  scope: HistoryScope,
  closings: readonly ClosingsRead[],
  now: Date,
): Promise<void> {
  const months = completeMonths(now, SERIES_MONTHS, scope.zone);
  const readings = joined(closings);
  const read = months.flatMap((month) => {
    // One that was cut off would stamp its months as just looked at, and keep them from being read one by one.
    const around = readings.find(
      ({ from, to, answer }) => !answer.truncated && from <= month.window.from && month.window.to <= to,
    );
    return around ? [aggregateMonth(around.answer, month, scope.types)] : [];
  });
  if (read.length > 0) await storeMonths(db, scope, read, now);
  const due = monthsDue(months, await findMonths(db, scope, rangeOf(months)), now);
  if (due.length > 0) await requestBackfill(db, scope, now);
}

/** Readings that touch as one, so that the month across their seam is whole; one that was cut off joins no other. */
function joined(closings: readonly ClosingsRead[]): ClosingsRead[] {
  const runs: ClosingsRead[] = [];
  for (const read of closings.toSorted((a, b) => a.from - b.from)) {
    const last = runs.at(-1);
    const touches = last?.to === read.from && !last.answer.truncated && !read.answer.truncated;
    if (last && touches)
      runs.splice(-1, 1, { from: last.from, to: read.to, answer: together(last.answer, read.answer) });
    else runs.push(read);
  }
  return runs;
}
