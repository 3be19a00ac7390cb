import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CadenceRule,
  defaultAnchor,
  latestDue,
  localDate,
  nextInstant,
  parseRule,
  upcoming,
} from '../../src/scheduling/cadence.ts';
import { DAY, enumerate, isoDate, luxonJudge } from './cadence-oracle.ts';

const ODD_ZONES = [
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'Antarctica/Casey',
  'Pacific/Kiritimati',
  'Pacific/Chatham',
  'America/St_Johns',
  'America/Nuuk',
  'Asia/Kathmandu',
  'Asia/Beirut',
];

// Not before 1994: Kwajalein crossed the date line back then, for the second time.
const instant = fc
  .integer({ min: Date.UTC(1994, 0, 1) / 1000, max: Date.UTC(2040, 0, 1) / 1000 })
  .chain((seconds) => fc.constantFrom(0, 1, 999).map((ms) => new Date(seconds * 1000 + ms)));

const zone = fc.oneof(fc.constantFrom(...ODD_ZONES), fc.constantFrom(...Intl.supportedValuesOf('timeZone')));

const sendTime = fc
  .tuple(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 })), fc.constantFrom(0, 1, 15, 30, 59))
  .map(([hours, minutes]) => `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}:00`);

const rule: fc.Arbitrary<CadenceRule> = fc
  .record({
    cadence: fc.constantFrom('daily', 'weekly', 'biweekly', 'monthly'),
    sendTime,
    weeklyDow: fc.integer({ min: 0, max: 6 }),
    monthlyDom: fc.integer({ min: 1, max: 31 }),
    anchorDate: fc
      .integer({ min: Date.UTC(1990, 0, 1) / DAY, max: Date.UTC(2042, 0, 1) / DAY })
      .map((day) => isoDate(day * DAY)),
    timezone: zone,
  })
  .map((drawn) => ({ ...drawn, anchorDate: defaultAnchor(drawn, drawn.anchorDate) }));

test('next is what Luxon and plain enumeration of local days find', () => {
  fc.assert(
    fc.property(rule, instant, (drawn, from) => {
      const start =
        drawn.cadence === 'biweekly' ? Math.max(from.getTime(), Date.parse(String(drawn.anchorDate))) : from.getTime();
      const days = enumerate(drawn, luxonJudge(drawn.timezone), isoDate(start - 2 * DAY), isoDate(start + 64 * DAY));
      expect(nextInstant(parseRule(drawn), from).getTime()).toBe(days.find((due) => due > from.getTime()));
    }),
    { numRuns: 1000 },
  );
});

test('each instant is later than the one before, and the only one of its local day, week, fortnight or month (T5)', () => {
  fc.assert(
    fc.property(rule, instant, (drawn, from) => {
      const instants = upcoming(parseRule(drawn), from, 30);
      const periods = instants.map((due) => period(drawn, due));
      expect(instants.every((due, index) => due > (instants[index - 1] ?? from))).toBe(true);
      expect(new Set(periods).size).toBe(periods.length);
    }),
    { numRuns: 1000 },
  );
});

test('from anywhere before an instant and after the last, next is that instant', () => {
  fc.assert(
    fc.property(rule, instant, fc.double({ min: 0, max: 1, noNaN: true }), (drawn, from, share) => {
      const compiled = parseRule(drawn);
      const [first, second] = upcoming(compiled, from, 2).map((due) => due.getTime());
      if (first === undefined || second === undefined) throw new Error('upcoming returned fewer than asked for');
      for (const between of [first, first + Math.floor((second - first - 1) * share), second - 1]) {
        expect(nextInstant(compiled, new Date(between)).getTime()).toBe(second);
      }
    }),
    { numRuns: 1000 },
  );
});

test('catch-up counts what stepping through would have found (T11)', () => {
  fc.assert(
    fc.property(rule, instant, fc.integer({ min: 0, max: 900 * DAY }), (drawn, from, downtime) => {
      const compiled = parseRule(drawn);
      const nextRunAt = nextInstant(compiled, from);
      const now = new Date(nextRunAt.getTime() + downtime);
      let latest = nextRunAt;
      let missed = 0;
      let next = nextInstant(compiled, latest);
      for (; next <= now; next = nextInstant(compiled, next)) {
        latest = next;
        missed++;
      }
      expect(latestDue(compiled, nextRunAt, now)).toEqual({ latest, missed, next });
    }),
    { numRuns: 1000 },
  );
});

/**
 * The period that an instant belongs to. A gap before midnight moves 23:30 into the next local day (Nuuk), so the local
 * date is read two hours earlier for late send times.
 */
function period(drawn: CadenceRule, due: Date): string {
  const late = drawn.sendTime >= '21:00:00' ? 3 * 3_600_000 : 0;
  const date = localDate(new Date(due.getTime() - late), drawn.timezone);
  const day = Date.parse(date) / DAY;
  switch (drawn.cadence) {
    case 'daily':
      return date;
    case 'weekly':
      return String(Math.floor((day + 4) / 7));
    case 'biweekly':
      return String(Math.floor((day - Date.parse(String(drawn.anchorDate)) / DAY) / 14));
    case 'monthly':
      return date.slice(0, 7);
  }
}
