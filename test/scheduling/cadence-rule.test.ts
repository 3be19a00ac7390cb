import { expect, test } from 'vitest';
import { formatCivilDay } from '../../src/core/civil-day.ts';
import { defaultAnchor, parseRule, type RawCadenceRule } from '../../src/scheduling/cadence-rule.ts';

const rule = (changes: Partial<RawCadenceRule>): RawCadenceRule => ({
  cadence: 'daily',
  sendTime: '09:00',
  weeklyDow: null,
  monthlyDom: null,
  anchorDate: null,
  timezone: 'America/Chicago',
  ...changes,
});

test.each([
  ['00:00', 0],
  ['09:30', 34_200_000],
  ['09:30:15', 34_215_000], // what PostgreSQL returns
  ['23:59:59', 86_399_000],
])('send time %s', (sendTime, timeOfDay) => {
  expect(parseRule(rule({ sendTime })).timeOfDay).toBe(timeOfDay);
});

test.each([
  [{ cadence: 'fortnightly' }, 'bad_cadence', 'Cadence "fortnightly" is not one of daily, weekly, biweekly, monthly.'],
  [{ cadence: 'Daily' }, 'bad_cadence', 'Cadence "Daily"'],
  [{ cadence: null }, 'bad_cadence', 'Cadence (none)'],
  [{ cadence: 'toString' }, 'bad_cadence', 'Cadence "toString"'],
  [{ sendTime: '24:00' }, 'bad_time', 'Send time "24:00"'],
  [{ sendTime: '9:00' }, 'bad_time', 'Send time "9:00"'],
  [{ sendTime: '09:60' }, 'bad_time', 'Send time "09:60"'],
  [{ sendTime: '09:00:60' }, 'bad_time', 'Send time "09:00:60"'],
  [{ sendTime: '09:00 am' }, 'bad_time', 'Send time "09:00 am"'],
  [{ sendTime: '09:00\n' }, 'bad_time', 'Send time "09:00\\n"'],
  [{ sendTime: null }, 'bad_time', 'Send time (none)'],
  [{ sendTime: 900 }, 'bad_time', 'Send time 900'],
  [{ cadence: 'weekly', weeklyDow: 99 }, 'bad_weekday', 'Weekday 99 is not'],
  [{ cadence: 'weekly', weeklyDow: 7 }, 'bad_weekday', 'Weekday 7 is not'],
  [{ cadence: 'weekly', weeklyDow: -1 }, 'bad_weekday', 'Weekday -1 is not'],
  [{ cadence: 'weekly', weeklyDow: 1.5 }, 'bad_weekday', 'Weekday 1.5 is not'],
  [{ cadence: 'weekly', weeklyDow: null }, 'bad_weekday', 'Weekday (none) is not'],
  [{ cadence: 'weekly', weeklyDow: '1' }, 'bad_weekday', 'Weekday "1" is not'],
  [{ cadence: 'weekly', weeklyDow: Number.NaN }, 'bad_weekday', 'Weekday NaN is not'],
  [{ cadence: 'monthly', monthlyDom: 0 }, 'bad_day_of_month', 'Day of month 0 is not'],
  [{ cadence: 'monthly', monthlyDom: 32 }, 'bad_day_of_month', 'Day of month 32 is not'],
  [{ cadence: 'monthly', monthlyDom: null }, 'bad_day_of_month', 'Day of month (none) is not'],
  [{ cadence: 'biweekly', anchorDate: null }, 'bad_anchor', 'Anchor date (none) is not'],
  [{ cadence: 'biweekly', anchorDate: '2026-02-30' }, 'bad_anchor', 'Anchor date "2026-02-30" is not'],
  [{ cadence: 'biweekly', anchorDate: '2026-01-05T00:00' }, 'bad_anchor', 'Anchor date "2026-01-05T00:00" is not'],
  [{ cadence: 'biweekly', anchorDate: '2026-01-05', weeklyDow: 8 }, 'bad_weekday', 'Weekday 8 is not'],
  [
    { cadence: 'biweekly', anchorDate: '2026-01-06', weeklyDow: 1 },
    'anchor_conflict',
    'Anchor date 2026-01-06 is a Tuesday, but the weekday is 1 (Monday); change one of them.',
  ],
  [{ timezone: 'UTC+3' }, 'bad_zone', 'Timezone "UTC+3" is an offset'],
  [{ timezone: 'Mars/Olympus' }, 'bad_zone', 'Timezone "Mars/Olympus" is unknown'],
])('%j is refused as %s (T4)', (changes, code, message) => {
  expect(() => parseRule(rule(changes))).toThrow(
    expect.objectContaining({ code, scope: 'schedule', message: expect.stringContaining(message) }),
  );
});

test('what the cadence does not use cannot stop it', () => {
  expect(() => parseRule(rule({ weeklyDow: 99, monthlyDom: 99, anchorDate: 'never' }))).not.toThrow();
});

test('biweekly takes its weekday from the anchor, or confirms it', () => {
  for (const weeklyDow of [null, 1]) {
    const { days } = parseRule(rule({ cadence: 'biweekly', anchorDate: '2026-01-05', weeklyDow }));
    expect(formatCivilDay(days.dayAt(days.firstIndex))).toBe('2026-01-05');
  }
});

test.each([
  ['2026-01-05', 1, '2026-01-05'], // today included
  ['2026-01-06', 1, '2026-01-12'],
  ['2026-01-04', 1, '2026-01-05'],
  ['2026-01-06', 0, '2026-01-11'],
  ['2026-12-31', 6, '2027-01-02'],
  ['2024-02-26', 4, '2024-02-29'],
])('the default anchor from %s on weekday %i is %s', (today, weeklyDow, expected) => {
  expect(defaultAnchor({ weeklyDow }, today)).toBe(expected);
});

test('a default anchor needs a weekday and a date', () => {
  expect(() => defaultAnchor({ weeklyDow: null }, '2026-01-05')).toThrow(
    expect.objectContaining({ code: 'bad_weekday' }),
  );
  expect(() => defaultAnchor({ weeklyDow: 1 }, 'today')).toThrow(expect.objectContaining({ code: 'bad_anchor' }));
});
