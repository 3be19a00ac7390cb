import { type CivilDay, formatCivilDay, modulo, parseCivilDay, weekdayOf } from '../core/civil-day.ts';
import { scheduleError } from '../core/errors.ts';
import { shown } from '../core/shown.ts';
import { type TimeZone, timeZone } from '../core/time-zone.ts';
import { type DaySeries, everyDays, everyMonth } from './day-series.ts';

export const CADENCES = ['daily', 'weekly', 'biweekly', 'monthly'] as const;
export type Cadence = (typeof CADENCES)[number];

/** When a schedule is due, as its row and the command line say it. Fields that the cadence does not use are ignored. */
export interface CadenceRule {
  cadence: Cadence;
  /** 'HH:MM' or 'HH:MM:SS', wall time in `timezone`. */
  sendTime: string;
  /** 0 = Sunday … 6. Biweekly takes it from the anchor when null. */
  weeklyDow: number | null;
  /** 1 … 31; a shorter month takes its last day. */
  monthlyDom: number | null;
  /** 'YYYY-MM-DD', biweekly only: fixes the weekday, the phase and the earliest day. */
  anchorDate: string | null;
  /** A name that Intl resolves. */
  timezone: string;
}

/** A rule that nobody has checked yet: a row of the table, or what a user typed. */
export type RawCadenceRule = { readonly [Field in keyof CadenceRule]: unknown };

/** A checked rule, ready to compute with. */
export interface CompiledRule {
  readonly days: DaySeries;
  /** Milliseconds after local midnight. */
  readonly timeOfDay: number;
  readonly zone: TimeZone;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const FIRST_SUNDAY: CivilDay = 3; // 1970-01-04

/**
 * Checks a rule; nothing is corrected or guessed.
 * @throws scheduleError `bad_cadence` `bad_time` `bad_zone` `bad_weekday` `bad_day_of_month` `bad_anchor`
 * `anchor_conflict`, with a sentence that names the value.
 */
export function parseRule(raw: RawCadenceRule): CompiledRule {
  return { days: parseDays(raw), timeOfDay: parseTimeOfDay(raw.sendTime), zone: timeZone(raw.timezone) };
}

/**
 * The anchor of a biweekly rule that names none: the first day on its weekday from `today`, today included.
 * @param today 'YYYY-MM-DD' in the rule's zone.
 * @throws scheduleError `bad_weekday`, or `bad_anchor` when `today` is no date.
 */
export function defaultAnchor(rule: { readonly weeklyDow: unknown }, today: string): string {
  const day = parseAnchor(today);
  return formatCivilDay(day + modulo(parseWeekday(rule.weeklyDow) - weekdayOf(day), 7));
}

function parseDays(raw: RawCadenceRule): DaySeries {
  switch (parseCadence(raw.cadence)) {
    case 'daily':
      return everyDays(1, 0);
    case 'weekly':
      return everyDays(7, FIRST_SUNDAY + parseWeekday(raw.weeklyDow));
    case 'biweekly':
      return everyDays(14, parseBiweeklyAnchor(raw), 0);
    case 'monthly':
      return everyMonth(parseDayOfMonth(raw.monthlyDom));
  }
}

function parseCadence(value: unknown): Cadence {
  const cadence = CADENCES.find((word) => word === value);
  if (cadence !== undefined) return cadence;
  throw scheduleError(`Cadence ${shown(value)} is not one of ${CADENCES.join(', ')}.`, 'bad_cadence');
}

function parseTimeOfDay(value: unknown): number {
  const [, hours, minutes, seconds = '0'] =
    /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(typeof value === 'string' ? value : '') ?? [];
  if (hours === undefined) {
    throw scheduleError(`Send time ${shown(value)} is not a time from 00:00 to 23:59:59 such as 09:00.`, 'bad_time');
  }
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

function parseWeekday(value: unknown): number {
  if (isWholeNumber(value, 0, 6)) return value;
  throw scheduleError(`Weekday ${shown(value)} is not a whole number from 0 (Sunday) to 6 (Saturday).`, 'bad_weekday');
}

function parseDayOfMonth(value: unknown): number {
  if (isWholeNumber(value, 1, 31)) return value;
  throw scheduleError(`Day of month ${shown(value)} is not a whole number from 1 to 31.`, 'bad_day_of_month');
}

function parseBiweeklyAnchor(raw: RawCadenceRule): CivilDay {
  const anchor = parseAnchor(raw.anchorDate);
  if (raw.weeklyDow === null || raw.weeklyDow === undefined) return anchor;
  const weekday = parseWeekday(raw.weeklyDow);
  if (weekday === weekdayOf(anchor)) return anchor;
  throw scheduleError(
    `Anchor date ${formatCivilDay(anchor)} is a ${WEEKDAYS[weekdayOf(anchor)]}, but the weekday is ${weekday} ` +
      `(${WEEKDAYS[weekday]}); change one of them.`,
    'anchor_conflict',
  );
}

function parseAnchor(value: unknown): CivilDay {
  const day = typeof value === 'string' ? parseCivilDay(value) : undefined;
  if (day !== undefined) return day;
  throw scheduleError(`Anchor date ${shown(value)} is not a calendar date such as 2026-01-05.`, 'bad_anchor');
}

const isWholeNumber = (value: unknown, low: number, high: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high;
