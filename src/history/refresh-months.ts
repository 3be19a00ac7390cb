import type { Queryable } from '../db/pool.ts';
import type { ListingFeed, SearchOptions } from '../listings/feed.ts';
import { FOR_SALE_WORDS } from '../listings/property-types.ts';
import { aggregateMonth, completeMonths } from '../market/monthly.ts';
import { monthsDue } from './months-due.ts';
import { findMonths, storeMonths } from './queries.ts';
import type { HistoryScope } from './scope.ts';
import { rangeOf, SERIES_MONTHS } from './series.ts';

export interface RefreshOptions extends SearchOptions {
  readonly now: Date;
  /** Months read in this step: the rest waits for the next one, so that a new city holds up nobody. */
  readonly most: number;
}

/**
 * One bounded step of keeping an area's months: reads those that are due, newest first, and stores each as soon as it
 * is read. Returns how many were read and how many still wait. Passes on the feed's errors; what was stored stays.
 */
export async function refreshMonths(
  { db, feed }: { db: Queryable; feed: Pick<ListingFeed, 'search'> },
  scope: HistoryScope,
  { now, most, ...options }: RefreshOptions,
): Promise<{ read: number; waiting: number }> {
  const months = completeMonths(now, SERIES_MONTHS, scope.zone);
  const due = monthsDue(months, await findMonths(db, scope, rangeOf(months)), now);
  const step = due.slice(0, most);
  for (const month of step) {
    const { from, to } = month.window;
    const query = { ...scope.area, statuses: ['Closed'], types: FOR_SALE_WORDS, closed: { from, to } } as const;
    const reading = await feed.search(query, options);
    await storeMonths(db, scope, [aggregateMonth(reading, month, scope.types)], now);
  }
  return { read: step.length, waiting: due.length - step.length };
}
