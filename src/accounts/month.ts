import { DateTime } from 'luxon';

export interface Period {
  /** First instant of the period. */
  from: Date;
  /** First instant after it. */
  to: Date;
}

/** The calendar month of `now` in an IANA zone; months are 28 to 31 days and a DST hour more or less. */
export function calendarMonth(now: Date, zone: string): Period {
  const start = DateTime.fromJSDate(now, { zone }).startOf('month');
  return { from: start.toJSDate(), to: start.plus({ months: 1 }).toJSDate() };
}
