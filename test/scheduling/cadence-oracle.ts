import { DateTime } from 'luxon';
import type { CadenceRule } from '../../src/scheduling/cadence.ts';

export const MINUTE = 60_000;
export const QUARTER = 15 * MINUTE;
export const DAY = 86_400_000;

/** Turns a day of a rule into an instant; undefined where the local day does not exist. */
export type Resolve = (date: string, sendTime: string) => number | undefined;

/** The first judge: Luxon, with the earliest of its possible offsets. */
export function luxonJudge(zone: string): Resolve {
  return (date, sendTime) => {
    // Not read in the zone at once: Luxon would begin at the offset that the zone has today, and where its standard time
    // has changed since (America/Scoresbysund in 2024) end an hour off beside an old transition.
    const luxon = DateTime.fromISO(`${date}T${sendTime}`, { zone: 'utc' }).setZone(zone, { keepLocalTime: true });
    const earliest = Math.min(...luxon.getPossibleOffsets().map((possible) => possible.toMillis()));
    const shift = luxon.setZone('utc', { keepLocalTime: true }).toMillis() - Date.parse(`${date}T${sendTime}Z`);
    return shift >= DAY ? undefined : earliest;
  };
}

/** Real time through which a wall clock ran evenly. */
interface Stretch {
  instant: number;
  wall: number;
  length: number;
}

/**
 * The second judge knows no offsets: it walks through real time, reads the wall clock with Intl, and looks where the
 * wanted wall time comes up first. Good for the days inside `from` and `to`.
 */
export function wallClockJudge(zone: string, from: number, to: number): Resolve {
  const stretches = evenStretches(zone, from, to);
  return (date, sendTime) => {
    const midnight = Date.parse(date);
    const wall = Date.parse(`${date}T${sendTime}Z`);
    if (!stretches.some((stretch) => stretch.wall < midnight + DAY && endOf(stretch) > midnight)) return undefined;
    const showing =
      stretches.find((stretch) => stretch.wall <= wall && wall < endOf(stretch)) ??
      stretches.find((stretch, index) => endOf(stretch) <= wall && wall < (stretches[index + 1]?.wall ?? 0));
    return showing === undefined ? undefined : showing.instant + wall - showing.wall;
  };
}

const endOf = ({ wall, length }: Stretch): number => wall + length;

/** In quarter hours; where one of them is uneven, in minutes: America/St_Johns and Antarctica/Casey changed at 00:01. */
function evenStretches(zone: string, from: number, to: number): Stretch[] {
  const clock = wallClock(zone);
  const stretches: Stretch[] = [];
  const add = (instant: number, wall: number, length: number) => {
    const last = stretches.at(-1);
    if (last !== undefined && endOf(last) === wall) last.length += length;
    else stretches.push({ instant, wall, length });
  };
  let wall = clock(from - (from % QUARTER));
  for (let instant = from - (from % QUARTER); instant < to; instant += QUARTER) {
    const nextWall = clock(instant + QUARTER);
    if (nextWall - wall === QUARTER) add(instant, wall, QUARTER);
    else for (let at = instant; at < instant + QUARTER; at += MINUTE) add(at, clock(at), MINUTE);
    wall = nextWall;
  }
  return stretches;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Reads the wall clock of a zone, as if it were UTC; whole seconds. */
export function wallClock(zone: string): (instant: number) => number {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(zone, format);
  return (instant) => Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
}

/** Every local day from `first` to `last`, both included, as 'YYYY-MM-DD'. */
export function* datesFrom(first: string, last: string): Generator<string> {
  for (let day = Date.parse(first); day <= Date.parse(last); day += DAY) yield isoDate(day);
}

export const isoDate = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** Whether the rule owes a report on a local day: asked of one day at a time, straight from the words of the contract. */
export function isDueOn(rule: CadenceRule, date: string): boolean {
  const day = new Date(date);
  const tomorrow = new Date(day.getTime() + DAY);
  switch (rule.cadence) {
    case 'daily':
      return true;
    case 'weekly':
      return day.getUTCDay() === rule.weeklyDow;
    case 'biweekly':
      return (
        date >= String(rule.anchorDate) && ((day.getTime() - Date.parse(String(rule.anchorDate))) / DAY) % 14 === 0
      );
    case 'monthly':
      return (
        day.getUTCDate() === rule.monthlyDom ||
        (tomorrow.getUTCDate() === 1 && day.getUTCDate() < Number(rule.monthlyDom))
      );
  }
}

/** The rule's instants on the local days from `first` to `last`, by plain enumeration. */
export function enumerate(rule: CadenceRule, resolve: Resolve, first: string, last: string): number[] {
  const instants: number[] = [];
  for (const date of datesFrom(first, last)) {
    const instant = isDueOn(rule, date) ? resolve(date, rule.sendTime) : undefined;
    if (instant !== undefined) instants.push(instant);
  }
  return instants;
}
