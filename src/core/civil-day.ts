/** A calendar day without a zone: whole days since 1970-01-01, proleptic Gregorian. */
export type CivilDay = number;

export const DAY_MS = 86_400_000;

/** 'YYYY-MM-DD' → day; undefined for another shape or for a date that does not exist (2026-02-30). */
export function parseCivilDay(text: string): CivilDay | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  const civilDay = dayOf(Number(year), Number(month) - 1, Number(day));
  return formatCivilDay(civilDay) === text ? civilDay : undefined;
}

/** Day → 'YYYY-MM-DD', for the years 0 to 9999. */
export const formatCivilDay = (day: CivilDay): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** 0 = Sunday … 6 = Saturday. */
export const weekdayOf = (day: CivilDay): number => modulo(day + 4, 7); // 1970-01-01 was a Thursday

/** Months since January of the year 0. */
export function monthOf(day: CivilDay): number {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The given day of a month, or the month's last day where the month is shorter. */
export function dayInMonth(month: number, dayOfMonth: number): CivilDay {
  const first = dayOf(Math.floor(month / 12), modulo(month, 12), 1);
  const nextFirst = dayOf(Math.floor((month + 1) / 12), modulo(month + 1, 12), 1);
  return Math.min(first + dayOfMonth, nextFirst) - 1;
}

/** The remainder with the divisor's sign: days before 1970 are negative. */
export const modulo = (value: number, divisor: number): number => ((value % divisor) + divisor) % divisor;

/** `month` from 0. Not Date.UTC, which reads the years 0 to 99 as 1900 to 1999. */
const dayOf = (year: number, month: number, day: number): CivilDay =>
  new Date(0).setUTCFullYear(year, month, day) / DAY_MS;
