import type { ListingFeed, SearchOptions } from '../listings/feed.ts';
import { FOR_SALE_WORDS } from '../listings/property-types.ts';
import { aggregateMonth, completeMonths } from '../market/monthly.ts';
import type { HistoryScope } from './scope.ts';
import { type MonthlySeries, SERIES_MONTHS } from './series.ts';

/** A feed that costs nothing to ask and knows its own past. */
export type RememberingFeed = Required<Pick<ListingFeed, 'search' | 'activeAt'>>;

/** The series straight from the feed, one reading for all of its months; nothing is stored. */
export async function seriesOfFeed(
  feed: RememberingFeed,
  { area, zone, types }: Omit<HistoryScope, 'feedId'>,
  now: Date,
  options: SearchOptions,
): Promise<MonthlySeries> {
  const months = completeMonths(now, SERIES_MONTHS, zone);
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return { whole: true, months: [] };
  const closed = { from: first.window.from, to: last.window.to };
  const reading = await feed.search({ ...area, statuses: ['Closed'], types: FOR_SALE_WORDS, closed }, options);
  return {
    whole: true,
    months: months.map((month) => ({
      ...aggregateMonth(reading, month, types),
      active: feed.activeAt({ ...area, types: FOR_SALE_WORDS }, month.window.to - 1),
    })),
  };
}
