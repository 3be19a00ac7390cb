import { dayInMonth, formatCivilDay, monthOf } from '../core/civil-day.ts';
import { type TimeZone, timeZone } from '../core/time-zone.ts';

export interface Period {
  /** First instant of the period. */
  from: Date;
  /** First instant after it. */
  to: Date;
}

/**
 * The calendar month of `now` in an IANA zone; months are 28 to 31 days and a DST hour more or less. Where the clock
 * repeats the first midnight (Havana, 2026-11-01) or leaves it out (Asunción, 2023-10-01), the month still begins
 * where the one before ends: every instant lies in one month, whenever it is asked about.
 * @throws scheduleError `bad_zone`
 */
export function calendarMonth(now: Date, zone: string): Period {
  const clock = timeZone(zone);
  const month = monthOf(clock.dayAt(now.getTime()));
  return { from: beginning(clock, month), to: beginning(clock, month + 1) };
}

/** The calendar month of `now` in an IANA zone, as YYYY-MM. @throws scheduleError `bad_zone` */
export const monthName = (now: Date, zone: string): string =>
  formatCivilDay(timeZone(zone).dayAt(now.getTime())).slice(0, 7);

function beginning(clock: TimeZone, month: number): Date {
  for (let day = dayInMonth(month, 1); ; day += 1) {
    const instant = clock.instantOf(day, 0);
    // Undefined where the day does not exist: its zone moved across the date line.
    if (instant !== undefined) return new Date(instant);
  }
}
