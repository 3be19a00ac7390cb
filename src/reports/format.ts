import { DateTime } from 'luxon';
import type { EpochMs } from '../listings/listing.ts';
import type { Unit } from '../market/figure.ts';
import { isYear } from '../market/supply.ts';
import type { Window } from '../market/window.ts';
import { formatNumber } from './number.ts';
import { countNoun, DASH } from './text.ts';

/** The one place where a number becomes text, so that every surface of a report prints the same (M4). */
export function formatValue(value: number | null, unit: Unit): string {
  if (value === null || !Number.isFinite(value)) return DASH;
  switch (unit) {
    case 'usd':
    case 'usd_per_sqft':
      return formatPrice(value);
    case 'count':
      return formatNumber(value);
    case 'months':
      return `${formatNumber(value, { most: 1, least: 1 })} months`;
    case 'days':
      return `${formatNumber(value, { most: 1 })} ${value === 1 ? 'day' : 'days'}`;
    case 'ratio':
      return `${formatNumber(value * 100, { most: 1, least: 1 })}%`;
    case 'share':
      return `${formatNumber(value * 100)}%`;
  }
}

/** Whole dollars; a dash for what is no price: nothing is for sale at $0. */
export function formatPrice(value: number | null): string {
  if (value === null || !Number.isFinite(value) || value < 0.5) return DASH;
  return `$${formatNumber(value)}`;
}

/** "$450K", "$1.025M": for round band edges and axes, of which it loses no thousand, and below a million no dollar. */
export function formatCompactPrice(value: number): string {
  if (value >= 1_000_000) return `$${formatNumber(value / 1_000_000, { most: 3 })}M`;
  return value >= 1_000 ? `$${formatNumber(value / 1_000, { most: 3 })}K` : `$${formatNumber(value)}`;
}

/** Such as "Jun 2". */
export function formatShortDay(instant: EpochMs, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en-US' }).toFormat('LLL d');
}

export function formatDay(instant: EpochMs, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en-US' }).toFormat('LLL d, yyyy');
}

/** Such as "Jun 2, 2025, 9:00 AM CDT". */
export function formatInstant(instant: EpochMs, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en-US' }).toFormat('LLL d, yyyy, h:mm a ZZZZ');
}

/** Such as "Saturday, Jun 7". */
export function formatWeekday(instant: EpochMs, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en-US' }).toFormat('cccc, LLL d');
}

/** Such as "Sat, Jun 7". */
export function formatShortWeekday(instant: EpochMs, zone: string): string {
  return DateTime.fromMillis(instant, { zone, locale: 'en-US' }).toFormat('ccc, LLL d');
}

/** Such as "11:00", "AM" and "CDT". */
export function formatClock(instant: EpochMs, zone: string) {
  const local = DateTime.fromMillis(instant, { zone, locale: 'en-US' });
  return { time: local.toFormat('h:mm'), half: local.toFormat('a'), abbreviation: local.toFormat('ZZZZ') };
}

/** First and last day, both included: "May 2 – May 31, 2025". */
export function formatPeriod(window: Window, zone: string): string {
  const [first, last] = firstAndLastDay(window, zone);
  if (window.days === 1) return last.toFormat('LLL d, yyyy');
  const start = first.toFormat(first.year === last.year ? 'LLL d' : 'LLL d, yyyy');
  return `${start} – ${last.toFormat('LLL d, yyyy')}`;
}

/** For running text: "the 30 days from May 2 to May 31, 2025". */
export function describePeriod(window: Window, zone: string): string {
  if (window.days === 1) return formatPeriod(window, zone);
  return `the ${countNoun(window.days, 'day')} from ${formatPeriod(window, zone).replace(' – ', ' to ')}`;
}

/** How long it is: "90 days", "12 months". */
export const formatLength = ({ days }: Window): string => (isYear(days) ? '12 months' : countNoun(days, 'day'));

/** A described period with what it stands behind: "in the 30 days from …", "on May 31, 2025". */
export const inPeriod = (described: string): string =>
  described.startsWith('the ') ? `in ${described}` : `on ${described}`;

function firstAndLastDay(window: Window, zone: string): [DateTime, DateTime] {
  const local = (instant: EpochMs) => DateTime.fromMillis(instant, { zone, locale: 'en-US' });
  return [local(window.from), local(window.to - 1)];
}
