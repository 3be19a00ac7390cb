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
  const end = DateTime.fromJSDate(scheduledFor, { zone }).startOf('day');
  if (!end.isValid) throw new RangeError(`Cannot tell the local day: ${end.invalidReason}.`);
  // startOf once more: where midnight falls into a DST gap, calendar subtraction may land an hour past the day's start.
  const from = end.minus({ days: lookbackDays }).startOf('day');
  return { from: from.toMillis(), to: end.toMillis(), days: lookbackDays };
}

export function contains(window: Window, instant: EpochMs): boolean {
  return instant >= window.from && instant < window.to;
}
