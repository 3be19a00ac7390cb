import { expect, test } from 'vitest';
import { parseCivilDay } from '../../src/core/civil-day.ts';
import { isZone, timeZone } from '../../src/core/time-zone.ts';
import { DAY, datesFrom, wallClock, wallClockJudge } from '../scheduling/cadence-oracle.ts';

const HOUR = 3_600_000;
const at = (zone: string, date: string, hours: number): string | undefined => {
  const instant = timeZone(zone).instantOf(parseCivilDay(date) ?? Number.NaN, hours * HOUR);
  return instant === undefined ? undefined : new Date(instant).toISOString();
};

test.each([
  ['an ordinary day', 'America/New_York', '2026-01-15', 9, '2026-01-15T14:00:00.000Z'],
  ['a gap moves forward', 'America/New_York', '2026-03-08', 2.5, '2026-03-08T07:30:00.000Z'],
  ['the first moment of a gap', 'America/New_York', '2026-03-08', 2, '2026-03-08T07:00:00.000Z'],
  ['the first moment after it', 'America/New_York', '2026-03-08', 3, '2026-03-08T07:00:00.000Z'],
  ['an overlap takes the first', 'America/New_York', '2026-11-01', 1.5, '2026-11-01T05:30:00.000Z'],
  ['the last moment before an overlap', 'America/New_York', '2026-11-01', 0.75, '2026-11-01T04:45:00.000Z'],
  ['the first moment after an overlap', 'America/New_York', '2026-11-01', 2, '2026-11-01T07:00:00.000Z'],
  ['a half-hour gap', 'Australia/Lord_Howe', '2026-10-04', 2.25, '2026-10-03T15:45:00.000Z'],
  ['a half-hour overlap', 'Australia/Lord_Howe', '2026-04-05', 1.75, '2026-04-04T14:45:00.000Z'],
  ['a two-hour gap', 'Antarctica/Troll', '2026-03-29', 2, '2026-03-29T02:00:00.000Z'],
  ['a gap over midnight', 'America/Nuuk', '2024-03-30', 23.5, '2024-03-31T01:30:00.000Z'],
  ['a gap at midnight', 'Africa/Cairo', '2026-04-24', 0.5, '2026-04-23T22:30:00.000Z'],
  ['an overlap back into yesterday', 'Asia/Beirut', '2026-10-24', 23.5, '2026-10-24T20:30:00.000Z'],
  ['a winter time that begins in spring', 'Africa/Casablanca', '2026-02-15', 2.5, '2026-02-15T01:30:00.000Z'],
  ['quarter hours', 'Asia/Kathmandu', '2026-02-15', 9, '2026-02-15T03:15:00.000Z'],
  ['14 hours ahead', 'Pacific/Kiritimati', '2026-02-15', 0, '2026-02-14T10:00:00.000Z'],
  ['12 hours behind', 'Etc/GMT+12', '2026-02-15', 23.75, '2026-02-16T11:45:00.000Z'],
])('%s: %s %s %d', (_, zone, date, hours, expected) => {
  expect(at(zone, date, hours)).toBe(expected);
});

test('a local day that does not exist has no instant, its neighbours have', () => {
  for (const hours of [0, 9, 23.75]) {
    expect(at('Pacific/Apia', '2011-12-30', hours)).toBeUndefined();
    expect(at('Pacific/Apia', '2011-12-29', hours)).toBe(
      new Date(Date.UTC(2011, 11, 29, 10) + hours * HOUR).toISOString(),
    );
    expect(at('Pacific/Apia', '2011-12-31', hours)).toBe(
      new Date(Date.UTC(2011, 11, 30, 10) + hours * HOUR).toISOString(),
    );
  }
  expect(at('Pacific/Kwajalein', '1993-08-21', 12)).toBeUndefined();
  expect(at('Pacific/Kiritimati', '1994-12-31', 12)).toBeUndefined();
});

test.each([
  'America/St_Johns',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Pacific/Fakaofo',
  'Africa/Monrovia',
  'America/Recife',
])('the offsets of %s as its wall clock shows them, since 1970', (zone) => {
  const clock = wallClock(zone);
  for (let instant = Date.UTC(1970, 0, 1); instant < Date.UTC(2031, 0, 1); instant += 37.25 * HOUR) {
    if (timeZone(zone).offsetAt(instant) !== clock(instant) - instant) {
      expect.fail(`${zone} at ${new Date(instant).toISOString()}`);
    }
  }
});

test('changes at odd moments: St. John’s at 00:01 into the day before, Casey at 00:01', () => {
  for (const [zone, around] of [
    ['America/St_Johns', Date.UTC(2010, 10, 7)],
    ['America/St_Johns', Date.UTC(2010, 2, 14)],
    ['Antarctica/Casey', Date.UTC(2020, 9, 3)],
  ] as const) {
    const judge = wallClockJudge(zone, around - 4 * DAY, around + 4 * DAY);
    for (const date of datesFrom(
      new Date(around - 2 * DAY).toISOString().slice(0, 10),
      new Date(around + 2 * DAY).toISOString().slice(0, 10),
    )) {
      for (const time of [
        '00:00:00',
        '00:00:30',
        '00:01:00',
        '00:30:00',
        '01:00:59',
        '03:01:00',
        '23:00:30',
        '23:30:00',
      ]) {
        const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
        const instant = timeZone(zone).instantOf(
          parseCivilDay(date) ?? Number.NaN,
          ((hours * 60 + minutes) * 60 + seconds) * 1000,
        );
        expect(instant, `${zone} ${date} ${time}`).toBe(judge(date, time));
      }
    }
  }
});

test.each([
  'UTC',
  'America/Chicago',
  'america/chicago',
  'EST5EDT',
  'US/Pacific',
  'Etc/GMT+3',
  'GMT',
  'GMT+0',
  'Asia/Calcutta',
  'Europe/Kyiv',
])('%s is a zone by name', (name) => {
  expect(isZone(name)).toBe(true);
  expect(timeZone(name).name.toLowerCase()).toBe(name.toLowerCase());
});

test.each(['UTC+3', 'GMT-5', '+03:00', '-0800', '+03', '\u221203:00', 'utc+3'])(
  '%j is an offset and refused',
  (name) => {
    expect(isZone(name)).toBe(false);
    expect(() => timeZone(name)).toThrow(
      expect.objectContaining({
        code: 'bad_zone',
        scope: 'schedule',
        message: expect.stringMatching(/is an offset; use/),
      }),
    );
  },
);

test.each([
  'Mars/Olympus',
  '',
  'local',
  'system',
  ' America/Chicago',
  'America/Chicago ',
  'America',
  'EST5',
  null,
  undefined,
  5,
])('%j is refused, with its name in the sentence', (name) => {
  expect(isZone(name)).toBe(false);
  const shown = typeof name === 'string' ? JSON.stringify(name) : name === 5 ? '5' : '(none)';
  expect(isZone(name)).toBe(false);
  expect(() => timeZone(name)).toThrow(
    expect.objectContaining({
      code: 'bad_zone',
      message: `Timezone ${shown} is unknown; use an IANA name such as America/Chicago.`,
    }),
  );
});
