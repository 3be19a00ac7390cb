import { IANAZone } from 'luxon';
import { type CivilDay, DAY_MS } from './civil-day.ts';
import { scheduleError } from './errors.ts';
import { shown } from './shown.ts';

/** Milliseconds since 1970 in UTC. */
type EpochMs = number;

interface Transition {
  at: EpochMs;
  before: number;
  after: number;
}

const SECOND_MS = 1000;
const known = new Map<string, TimeZone>();

/**
 * The zone of that name, shared by all callers so that its offsets are looked up once.
 * @throws scheduleError `bad_zone` for an offset ("+03:00") and for any name that Intl does not resolve.
 */
export function timeZone(name: unknown): TimeZone {
  const zone = findZone(name);
  if (zone !== undefined) return zone;
  const [wrong, use] = isOffset(name) ? ['an offset', 'the name of a zone'] : ['unknown', 'an IANA name'];
  throw scheduleError(`Timezone ${shown(name)} is ${wrong}; use ${use} such as America/Chicago.`, 'bad_zone');
}

/** Whether `timeZone` knows the name. */
export const isZone = (name: unknown): boolean => findZone(name) !== undefined;

function findZone(name: unknown): TimeZone | undefined {
  if (typeof name !== 'string') return undefined;
  const found = known.get(name);
  if (found !== undefined || isOffset(name)) return found;
  const luxon = IANAZone.create(name);
  if (!luxon.isValid) return undefined;
  const zone = new TimeZone(luxon);
  known.set(name, zone);
  return zone;
}

/** Node 22 and later resolve "+03:00"; it would freeze a report's hour on one side of daylight saving. */
const isOffset = (name: unknown): boolean =>
  typeof name === 'string' && /^(UTC|GMT)?[+\-\u2212]\d/i.test(name) && !/^GMT[+-]0$/i.test(name);

/**
 * Wall time to instant and back. Luxon is asked once per (zone, UTC day), and by bisection on the days whose offset
 * changes; the rest is integers, which takes a next() from Luxon's 59 µs to about 1 µs.
 * Not guaranteed: two transitions within 48 hours. Since 1970 the closest were 7 days apart (America/Recife, 2000).
 */
export class TimeZone {
  readonly name: string;
  readonly #zone: IANAZone;
  readonly #midnights = new Map<CivilDay, number>();
  readonly #transitions = new Map<CivilDay, Transition>();

  constructor(zone: IANAZone) {
    this.name = zone.name;
    this.#zone = zone;
  }

  /** Local time minus UTC at an instant, in milliseconds. */
  offsetAt(instant: EpochMs): number {
    const day = Math.floor(instant / DAY_MS);
    const offset = this.#midnightOffset(day);
    if (offset === this.#midnightOffset(day + 1)) return offset;
    const { at, before, after } = this.#transitionOn(day);
    return instant < at ? before : after;
  }

  /** The local calendar day at an instant. */
  dayAt(instant: EpochMs): CivilDay {
    return Math.floor((instant + this.offsetAt(instant)) / DAY_MS);
  }

  /**
   * The instant of a wall time (milliseconds after midnight) on a local day. In an overlap the first one; in a gap
   * the wall time moves forward by the gap, maybe past midnight; undefined where the whole day does not exist.
   */
  instantOf(day: CivilDay, timeOfDay: number): EpochMs | undefined {
    const wall = day * DAY_MS + timeOfDay;
    // Offsets lie between -12 and +14 hours, so a day to either side of the wall time encloses the instant.
    const before = this.offsetAt(wall - DAY_MS);
    const after = this.offsetAt(wall + DAY_MS);
    if (before === after) return wall - before;
    const first = wall - Math.max(before, after);
    if (this.#shows(first, wall)) return first;
    const second = wall - Math.min(before, after);
    if (this.#shows(second, wall)) return second;
    return this.#isMissing(day, before, after) ? undefined : wall - before;
  }

  /** No wall time of the day occurs: its zone moved across the date line (Pacific/Apia, 2011-12-30). */
  #isMissing(day: CivilDay, before: number, after: number): boolean {
    const ends = [day * DAY_MS, (day + 1) * DAY_MS - 1];
    return ends.every((wall) => !this.#shows(wall - before, wall) && !this.#shows(wall - after, wall));
  }

  #shows(instant: EpochMs, wall: number): boolean {
    return instant + this.offsetAt(instant) === wall;
  }

  #midnightOffset(day: CivilDay): number {
    let offset = this.#midnights.get(day);
    if (offset === undefined) {
      offset = this.#lookUp(day * DAY_MS);
      this.#midnights.set(day, offset);
    }
    return offset;
  }

  #transitionOn(day: CivilDay): Transition {
    let transition = this.#transitions.get(day);
    if (transition === undefined) {
      transition = this.#bisect(day);
      this.#transitions.set(day, transition);
    }
    return transition;
  }

  #bisect(day: CivilDay): Transition {
    const before = this.#midnightOffset(day);
    let low = day * DAY_MS;
    let high = low + DAY_MS;
    while (high - low > SECOND_MS) {
      const middle = low + Math.floor((high - low) / 2 / SECOND_MS) * SECOND_MS;
      if (this.#lookUp(middle) === before) low = middle;
      else high = middle;
    }
    return { at: high, before, after: this.#midnightOffset(day + 1) };
  }

  /** Luxon counts in minutes, with fractions where a zone had seconds. */
  #lookUp(instant: EpochMs): number {
    return Math.round(this.#zone.offset(instant) * 60_000);
  }
}
