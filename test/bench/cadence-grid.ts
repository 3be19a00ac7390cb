import { type CadenceRule, nextInstant, parseRule } from '../../src/scheduling/cadence.ts';
import {
  DAY,
  enumerate,
  isoDate,
  luxonJudge,
  QUARTER,
  type Resolve,
  wallClock,
  wallClockJudge,
} from '../scheduling/cadence-oracle.ts';

const FROM = Date.UTC(2020, 0, 1);
const TO = Date.UTC(2031, 0, 1);
const WEEK = 7 * DAY;
const LONGEST_WAIT = { daily: DAY, weekly: WEEK, biweekly: 2 * WEEK, monthly: 31 * DAY };
const ALL_DAY = Array.from({ length: 96 }, (_, index) => timeOfDay(index * QUARTER));

/** Zones whose clocks agree from 2020 to 2030, and when they change. */
export interface ZoneGroup {
  /** The first zone of the group; it stands for the others. */
  zone: string;
  zones: string[];
  /** The first whole second of each new offset, epoch ms. */
  transitions: number[];
}

export interface GridResult {
  groups: number;
  transitions: number;
  comparisons: number;
  mismatches: string[];
}

/** Every zone that Intl lists, grouped by its offsets as probed once a week. */
export function zoneGroups(): ZoneGroup[] {
  const groups = new Map<string, ZoneGroup>();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const clock = wallClock(zone);
    const offsets: number[] = [];
    for (let at = FROM; at <= TO; at += WEEK) offsets.push(clock(at) - at);
    const group = groups.get(offsets.join()) ?? { zone, zones: [], transitions: transitionsOf(clock, offsets) };
    group.zones.push(zone);
    groups.set(offsets.join(), group);
  }
  return [...groups.values()];
}

function transitionsOf(clock: (instant: number) => number, offsets: readonly number[]): number[] {
  const found: number[] = [];
  for (let week = 1; week < offsets.length; week++) {
    if (offsets[week] === offsets[week - 1]) continue;
    let low = FROM + (week - 1) * WEEK;
    let high = low + WEEK;
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000;
      if (clock(middle) - middle === offsets[week - 1]) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  return found;
}

/**
 * Compares next() with Luxon, and Luxon with the wall clock, for each cadence, from each quarter hour of the two days on either side of each
 * transition: for the 96 send times of a day, or for those that `sendTimes` picks.
 */
export function runCadenceGrid(
  groups: readonly ZoneGroup[] = zoneGroups(),
  sendTimes: (zone: string, transition: number) => readonly string[] = () => ALL_DAY,
): GridResult {
  const result: GridResult = { groups: groups.length, transitions: 0, comparisons: 0, mismatches: [] };
  for (const { zone, transitions } of groups) {
    for (const transition of transitions) {
      result.transitions++;
      compareAround(zone, transition, sendTimes(zone, transition), result);
    }
  }
  return result;
}

/** The send times that the transition itself touches, and one other that differs from transition to transition. */
export function touchedSendTimes(zone: string, transition: number): string[] {
  const clock = wallClock(zone);
  const [low = 0, high = 0] = [clock(transition - 1000) + 1000, clock(transition)].sort((a, b) => a - b);
  const other = (Math.floor(transition / DAY) * 37) % 96;
  return [timeOfDay(low), timeOfDay((low + high) / 2), timeOfDay(high), timeOfDay(other * QUARTER)];
}

function compareAround(zone: string, transition: number, sendTimes: readonly string[], result: GridResult): void {
  const luxon = luxonJudge(zone);
  const wall = wallClockJudge(zone, transition - 3 * DAY, transition + 3 * DAY);
  const local = wallClock(zone)(transition);
  for (const rule of sendTimes.flatMap((sendTime) => rulesAround(zone, isoDate(local), sendTime))) {
    const last = isoDate(local + 3 * DAY + LONGEST_WAIT[rule.cadence]);
    compare(rule, transition, enumerate(rule, luxon, isoDate(local - 3 * DAY), last), result);
  }
  for (const day of [local - DAY, local, local + DAY].map(isoDate)) {
    result.mismatches.push(...disagreements(zone, day, luxon, wall, sendTimes));
  }
}

/** A judge that errs alone would be as bad as none. */
function disagreements(zone: string, day: string, one: Resolve, other: Resolve, sendTimes: readonly string[]) {
  return sendTimes
    .filter((sendTime) => one(day, sendTime) !== other(day, sendTime))
    .map((sendTime) => `judges disagree on ${zone} ${day} ${sendTime}`);
}

function rulesAround(timezone: string, date: string, sendTime: string): CadenceRule[] {
  const day = new Date(date);
  const common = { sendTime, timezone, weeklyDow: null, monthlyDom: null, anchorDate: null };
  return [
    { ...common, cadence: 'daily' },
    { ...common, cadence: 'weekly', weeklyDow: day.getUTCDay() },
    { ...common, cadence: 'biweekly', anchorDate: isoDate(day.getTime() - 28 * DAY) },
    { ...common, cadence: 'monthly', monthlyDom: day.getUTCDate() },
    { ...common, cadence: 'monthly', monthlyDom: 31 },
  ];
}

function compare(rule: CadenceRule, transition: number, expected: readonly number[], result: GridResult): void {
  const compiled = parseRule(rule);
  const start = transition - (transition % QUARTER);
  for (let from = start - 2 * DAY; from <= start + 2 * DAY; from += QUARTER) {
    const next = nextInstant(compiled, new Date(from)).getTime();
    const judged = expected.find((instant) => instant > from);
    result.comparisons++;
    if (next !== judged)
      result.mismatches.push(`${JSON.stringify(rule)} after ${iso(from)}: ${iso(next)}, not ${iso(judged)}`);
  }
}

const iso = (instant: number | undefined): string => (instant === undefined ? 'none' : new Date(instant).toISOString());

function timeOfDay(instant: number): string {
  return new Date(instant).toISOString().slice(11, 19);
}
