import { DAY_MS } from '../core/civil-day.ts';
import type { CalendarMonth } from '../market/monthly.ts';
import type { StoredMonth } from './queries.ts';

/** Sales are recorded late: a month's numbers move for about this long after its end. */
const SETTLED_AFTER_MS = 60 * DAY_MS;
/** A month that still moves, or could not be read to its end, is looked at once a day: a tick comes every minute. */
const AGAIN_AFTER_MS = 20 * 3_600_000;

/** The months to read next, newest first: those that are missing, were cut off, or may have moved since. */
export function monthsDue(
  months: readonly CalendarMonth[],
  stored: readonly StoredMonth[],
  now: Date,
): CalendarMonth[] {
  const known = new Map(stored.map((month) => [month.month, month]));
  return months.filter((month) => isDue(month, known.get(month.month), now.getTime())).reverse();
}

function isDue({ window }: CalendarMonth, stored: StoredMonth | undefined, now: number): boolean {
  if (!stored) return true;
  const fetchedAt = stored.fetchedAt.getTime();
  // An outage at the vendor can look like a market without sales: a month of none is looked at again.
  const settled = stored.complete && stored.closed > 0 && fetchedAt >= window.to + SETTLED_AFTER_MS;
  return !settled && fetchedAt <= now - AGAIN_AFTER_MS;
}
