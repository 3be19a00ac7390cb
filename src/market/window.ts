import { DateTime } from 'luxon';
import type { EpochMs } from '../listings/listing.ts';

/** Whole local days: `from <= instant < to`, both local midnights. `days` counts calendar days, whatever DST does. */
export interface Window {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly days: number;
}

/**
 * The `lookbackDays` full local days that end at the midnight before `scheduledFor` in `zone` (IANA). It depends on
 * the nominal instant alone, so that a retry an hour or a day later reports on the same days.
 */
export function reportWindow(scheduledFor: Date, lookbackDays: number, zone: string): Window {
  const instant = DateTime.fromJSDate(scheduledFor, { zone });
  if (!instant.isValid) throw new RangeError(`Cannot tell the local day: ${instant.invalidReason}.`);
  return windowEnding(instant, lookbackDays);
}

/** The window of the same length that ends where this one begins. */
export function previousWindow({ from, days }: Window, zone: string): Window {
  return windowEnding(DateTime.fromMillis(from, { zone }), days);
}

/** The same days a year earlier: of the same length, ending on the same date (28 February for the 29th). */
export function yearAgoWindow({ to, days }: Window, zone: string): Window {
  return windowEnding(DateTime.fromMillis(to, { zone }).minus({ years: 1 }), days);
}

// startOf once more: where midnight falls into a DST gap, calendar subtraction may land an hour past the day's start.
function windowEnding(instant: DateTime, days: number): Window {
  const to = instant.startOf('day');
  return { from: to.minus({ days }).startOf('day').toMillis(), to: to.toMillis(), days };
}

export function contains(window: Window, instant: EpochMs): boolean {
  return instant >= window.from && instant < window.to;
}
