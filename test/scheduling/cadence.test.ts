import { expect, test } from 'vitest';
import {
  type CadenceRule,
  firstRun,
  latestDue,
  localDate,
  nextInstant,
  parseRule,
  upcoming,
} from '../../src/scheduling/cadence.ts';

const rule = (changes: Partial<CadenceRule>) =>
  parseRule({
    cadence: 'daily',
    sendTime: '09:00',
    weeklyDow: null,
    monthlyDom: null,
    anchorDate: null,
    timezone: 'America/New_York',
    ...changes,
  });
const utc = (text: string): Date => new Date(`${text}Z`);
const list = (compiled: ReturnType<typeof rule>, from: string, count: number): string[] =>
  upcoming(compiled, utc(from), count).map((instant) => instant.toISOString().slice(0, 16));

test('wall time is kept across the change to summer time and back', () => {
  expect(list(rule({}), '2026-03-07T00:00', 3)).toEqual(['2026-03-07T14:00', '2026-03-08T13:00', '2026-03-09T13:00']);
  expect(list(rule({}), '2026-10-31T00:00', 3)).toEqual(['2026-10-31T13:00', '2026-11-01T14:00', '2026-11-02T14:00']);
});

test('a time in the gap moves forward, once', () => {
  const days = list(rule({ sendTime: '02:30' }), '2026-03-07T00:00', 3);
  expect(days).toEqual(['2026-03-07T07:30', '2026-03-08T07:30', '2026-03-09T06:30']);
});

test('a time in the overlap comes once, the first time', () => {
  const compiled = rule({ sendTime: '01:30' });
  expect(list(compiled, '2026-10-31T00:00', 3)).toEqual(['2026-10-31T05:30', '2026-11-01T05:30', '2026-11-02T06:30']);
  // Within the repeated hour, at its second 01:30 and just around it (T5).
  for (const from of ['2026-11-01T05:30', '2026-11-01T06:29:59.999', '2026-11-01T06:30', '2026-11-01T06:45']) {
    expect(nextInstant(compiled, utc(from))).toEqual(utc('2026-11-02T06:30'));
  }
});

test('next is strictly later, to the millisecond (T5)', () => {
  const compiled = rule({});
  expect(nextInstant(compiled, utc('2026-07-01T12:59:59.999'))).toEqual(utc('2026-07-01T13:00'));
  expect(nextInstant(compiled, utc('2026-07-01T13:00'))).toEqual(utc('2026-07-02T13:00'));
  expect(firstRun(compiled, utc('2026-07-01T13:00'))).toEqual(utc('2026-07-02T13:00'));
});

test('a gap before midnight moves yesterday’s report into today', () => {
  const nuuk = { sendTime: '23:30', timezone: 'America/Nuuk' };
  expect(list(rule(nuuk), '2024-03-31T01:15', 2)).toEqual(['2024-03-31T01:30', '2024-04-01T00:30']);
  const compiled = rule({ ...nuuk, cadence: 'weekly', weeklyDow: 6 });
  expect(nextInstant(compiled, utc('2024-03-31T01:15'))).toEqual(utc('2024-03-31T01:30')); // Sunday, 00:15 → 00:30
  expect(nextInstant(compiled, utc('2024-03-31T01:30'))).toEqual(utc('2024-04-07T00:30'));
});

test('seconds of the send time count', () => {
  expect(nextInstant(rule({ sendTime: '09:00:30' }), utc('2026-07-01T13:00'))).toEqual(utc('2026-07-01T13:00:30'));
});

test('weekly on its weekday, which is the local one', () => {
  const compiled = rule({ cadence: 'weekly', weeklyDow: 1, sendTime: '22:00' });
  expect(list(compiled, '2026-07-01T00:00', 3)).toEqual(['2026-07-07T02:00', '2026-07-14T02:00', '2026-07-21T02:00']);
});

test('biweekly counts local days from its anchor and begins there', () => {
  const compiled = rule({ cadence: 'biweekly', anchorDate: '2026-03-02', weeklyDow: 1 });
  expect(list(compiled, '2020-01-01T00:00', 3)).toEqual(['2026-03-02T14:00', '2026-03-16T13:00', '2026-03-30T13:00']);
  expect(nextInstant(compiled, utc('2026-11-05T00:00'))).toEqual(utc('2026-11-09T14:00'));
});

test('monthly takes the last day of a short month and does not forget', () => {
  const compiled = rule({ cadence: 'monthly', monthlyDom: 31, timezone: 'UTC' });
  expect(list(compiled, '2026-01-01T00:00', 5)).toEqual([
    '2026-01-31T09:00',
    '2026-02-28T09:00',
    '2026-03-31T09:00',
    '2026-04-30T09:00',
    '2026-05-31T09:00',
  ]);
  expect(list(rule({ cadence: 'monthly', monthlyDom: 30, timezone: 'UTC' }), '2028-02-01T00:00', 2)).toEqual([
    '2028-02-29T09:00',
    '2028-03-30T09:00',
  ]);
});

test('a local day that does not exist is passed over, in each cadence', () => {
  const apia = { timezone: 'Pacific/Apia' };
  const from = '2011-12-29T20:00'; // 10:00 on the 29th, local
  expect(list(rule(apia), from, 2)).toEqual(['2011-12-30T19:00', '2011-12-31T19:00']);
  expect(list(rule({ ...apia, cadence: 'weekly', weeklyDow: 5 }), from, 1)).toEqual(['2012-01-05T19:00']);
  expect(list(rule({ ...apia, cadence: 'biweekly', anchorDate: '2011-12-30' }), from, 1)).toEqual(['2012-01-12T19:00']);
  expect(list(rule({ ...apia, cadence: 'monthly', monthlyDom: 30 }), from, 1)).toEqual(['2012-01-29T19:00']);
});

test.each<[string, Partial<CadenceRule>, string, string, { latest: string; missed: number; next: string }]>([
  [
    'on time',
    {},
    '2026-07-01T13:00',
    '2026-07-01T13:00:20',
    { latest: '2026-07-01T13:00', missed: 0, next: '2026-07-02T13:00' },
  ],
  [
    'exactly on time',
    {},
    '2026-07-01T13:00',
    '2026-07-01T13:00',
    { latest: '2026-07-01T13:00', missed: 0, next: '2026-07-02T13:00' },
  ],
  [
    'daily, three days down',
    {},
    '2026-07-01T13:00',
    '2026-07-04T13:00',
    { latest: '2026-07-04T13:00', missed: 3, next: '2026-07-05T13:00' },
  ],
  [
    'daily, a millisecond less',
    {},
    '2026-07-01T13:00',
    '2026-07-04T12:59:59.999',
    { latest: '2026-07-03T13:00', missed: 2, next: '2026-07-04T13:00' },
  ],
  [
    'daily over a change of time',
    { sendTime: '02:30' },
    '2026-03-07T07:30',
    '2026-03-09T12:00',
    { latest: '2026-03-09T06:30', missed: 2, next: '2026-03-10T06:30' },
  ],
  [
    'weekly, five weeks',
    { cadence: 'weekly', weeklyDow: 3 },
    '2026-07-01T13:00',
    '2026-08-06T00:00',
    { latest: '2026-08-05T13:00', missed: 5, next: '2026-08-12T13:00' },
  ],
  [
    'biweekly, five weeks',
    { cadence: 'biweekly', anchorDate: '2026-07-01' },
    '2026-07-01T13:00',
    '2026-08-06T00:00',
    { latest: '2026-07-29T13:00', missed: 2, next: '2026-08-12T13:00' },
  ],
  [
    'monthly, a year',
    { cadence: 'monthly', monthlyDom: 31 },
    '2026-01-31T14:00',
    '2027-01-31T14:00',
    { latest: '2027-01-31T14:00', missed: 12, next: '2027-02-28T14:00' },
  ],
  [
    'a century of days',
    {},
    '2026-07-01T13:00',
    '2126-07-01T13:00',
    { latest: '2126-07-01T13:00', missed: 36_524, next: '2126-07-02T13:00' },
  ],
  [
    'over the day that Apia left out',
    { timezone: 'Pacific/Apia' },
    '2011-12-28T19:00',
    '2012-01-02T00:00',
    { latest: '2012-01-01T19:00', missed: 4, next: '2012-01-02T19:00' },
  ],
  [
    'until that day',
    { timezone: 'Pacific/Apia', cadence: 'weekly', weeklyDow: 5 },
    '2011-12-23T19:00',
    '2012-01-04T00:00',
    { latest: '2011-12-23T19:00', missed: 0, next: '2012-01-05T19:00' },
  ],
  [
    'from an instant that the rule no longer knows',
    {},
    '2026-07-01T08:00',
    '2026-07-01T12:00',
    { latest: '2026-07-01T08:00', missed: 0, next: '2026-07-01T13:00' },
  ],
  [
    'and later',
    {},
    '2026-07-01T08:00',
    '2026-07-02T14:00',
    { latest: '2026-07-02T13:00', missed: 2, next: '2026-07-03T13:00' },
  ],
])('catch-up, %s (T11)', (_, changes, nextRunAt, now, expected) => {
  const due = latestDue(rule(changes), utc(nextRunAt), utc(now));
  expect(due).toEqual({ latest: utc(expected.latest), missed: expected.missed, next: utc(expected.next) });
});

test('a clock that went back finds nothing due', () => {
  expect(() => latestDue(rule({}), utc('2026-07-01T13:00'), utc('2026-07-01T12:59:59.999'))).toThrow(RangeError);
});

test('an instant that no date can write is refused, not searched for ever', () => {
  for (const from of [new Date(Number.NaN), new Date(8.64e15), new Date(-8.64e15)]) {
    expect(() => nextInstant(rule({}), from)).toThrow(RangeError);
  }
});

test('the local date of an instant', () => {
  const instant = utc('2026-07-01T03:59:59.999');
  expect(localDate(instant, 'America/New_York')).toBe('2026-06-30');
  expect(localDate(utc('2026-07-01T04:00'), 'America/New_York')).toBe('2026-07-01');
  expect(localDate(instant, 'Pacific/Kiritimati')).toBe('2026-07-01');
  expect(() => localDate(instant, 'UTC+3')).toThrow(expect.objectContaining({ code: 'bad_zone' }));
});
