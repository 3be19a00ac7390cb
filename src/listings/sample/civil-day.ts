import type { EpochMs } from '../listing.ts';

/** A day of the calendar, whatever the zone: days since 1970-01-01. */
export type CivilDay = number;

export const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that `zone` is ahead of UTC at an instant. */
function offsetAt(at: EpochMs, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
  }
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(format.format(at));
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

/** The day that it is in `zone`. */
export const civilDayAt = (at: EpochMs, zone: string): CivilDay => Math.floor((at + offsetAt(at, zone)) / DAY_MS);

/**
 * The local midnight with which a day begins, in an American zone: there the UTC midnight of the same date lies in the
 * evening before, and clocks change at 2 a.m., so the offset of one holds for the other.
 */
export const midnightOf = (day: CivilDay, zone: string): EpochMs => day * DAY_MS - offsetAt(day * DAY_MS, zone);

/** 0 = Sunday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: CivilDay): number => (((day + 4) % 7) + 7) % 7;

/** 0 = January. */
export const monthOf = (day: CivilDay): number => new Date(day * DAY_MS).getUTCMonth();
