import { DAY_MS, formatCivilDay } from '../core/civil-day.ts';
import { timeZone } from '../core/time-zone.ts';
import type { CompiledRule } from './cadence-rule.ts';

export {
  CADENCES,
  type Cadence,
  type CadenceRule,
  type CompiledRule,
  defaultAnchor,
  parseRule,
  type RawCadenceRule,
} from './cadence-rule.ts';

/** What a schedule owes after it was left alone for a while. */
export interface LatestDue {
  /** The latest due instant that is not after now: the one to run. */
  latest: Date;
  /** How many earlier due instants it stands for. */
  missed: number;
  /** The first instant after now. */
  next: Date;
}

interface Occurrence {
  index: number;
  at: number;
}

/** The end of the year 9999: what ISO dates and PostgreSQL can both write down. */
const LAST_INSTANT = 253_402_300_799_999;

/** The rule's first instant strictly after `from`. Pure: the host's zone, clock and season have no part in it. */
export function nextInstant(rule: CompiledRule, from: Date): Date {
  return new Date(occurrenceAfter(rule, instantOf(from)).at);
}

/**
 * Where a schedule that is created, edited or resumed at `now` begins. Never at `now` itself: that would send at
 * once (T10).
 */
export const firstRun = (rule: CompiledRule, now: Date): Date => nextInstant(rule, now);

/** The next `count` instants after `from`. */
export function upcoming(rule: CompiledRule, from: Date, count: number): Date[] {
  const instants: Date[] = [];
  for (let last = from; instants.length < count; instants.push(last)) last = nextInstant(rule, last);
  return instants;
}

/**
 * Collapses the instants from `nextRunAt` to `now` into the latest (T11). `nextRunAt` counts as due even where the
 * rule would no longer produce it, because a zone's law or the rule has changed since it was stored.
 * Its cost does not grow with the downtime.
 * @throws RangeError when `nextRunAt` is after `now`: nothing is due.
 */
export function latestDue(rule: CompiledRule, nextRunAt: Date, now: Date): LatestDue {
  const due = instantOf(nextRunAt);
  const end = instantOf(now);
  if (due > end) throw new RangeError('latestDue: nextRunAt is after now');
  const next = occurrenceAfter(rule, end);
  const first = occurrenceAfter(rule, due);
  const missed = next.index - first.index - missingDays(rule, first, next);
  const latest = missed === 0 ? due : occurrenceBefore(rule, next.index);
  return { latest: new Date(latest), missed, next: new Date(next.at) };
}

/** The local calendar day at an instant, 'YYYY-MM-DD'. @throws scheduleError `bad_zone` */
export function localDate(instant: Date, zone: string): string {
  return formatCivilDay(timeZone(zone).dayAt(instantOf(instant)));
}

function occurrenceAfter(rule: CompiledRule, from: number): Occurrence {
  // A day earlier than today's: a gap at 23:00 moves yesterday's 23:30 to 00:30 today (America/Nuuk, 2024-03-31).
  const yesterday = rule.zone.dayAt(from) - 1;
  for (let index = Math.max(rule.days.lastIndexUpTo(yesterday), rule.days.firstIndex); ; index++) {
    const at = occurrenceAt(rule, index);
    if (at !== undefined && at > from) return { index, at };
  }
}

function occurrenceBefore(rule: CompiledRule, index: number): number {
  for (let earlier = index - 1; ; earlier--) {
    const at = occurrenceAt(rule, earlier);
    if (at !== undefined) return at;
  }
}

const occurrenceAt = (rule: CompiledRule, index: number): number | undefined =>
  rule.zone.instantOf(rule.days.dayAt(index), rule.timeOfDay);

/**
 * Days of the series that do not exist. They come only with a move across the date line, which shows as a changed
 * offset: no zone has moved there and back since 1993 (Pacific/Kwajalein). Only then is it worth stepping through.
 */
function missingDays(rule: CompiledRule, first: Occurrence, end: Occurrence): number {
  const moved = Math.abs(rule.zone.offsetAt(end.at) - rule.zone.offsetAt(first.at));
  if (moved < DAY_MS / 2) return 0;
  let missing = 0;
  for (let index = first.index; index < end.index; index++) {
    if (occurrenceAt(rule, index) === undefined) missing++;
  }
  return missing;
}

function instantOf(date: Date): number {
  const instant = date.getTime();
  if (Math.abs(instant) <= LAST_INSTANT) return instant;
  throw new RangeError('cadence: the instant is invalid, or not within the years that ISO dates can write');
}
