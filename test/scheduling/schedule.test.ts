import { expect, test } from 'vitest';
import { parseCadence } from '../../src/scheduling/schedule.ts';

const biweekly = (weeklyDow: number, sendTime: string, timezone = 'America/Chicago') =>
  ({ cadence: 'biweekly', sendTime, weeklyDow, monthlyDom: null, anchorDate: null, timezone }) as const;
// Monday, 2 June 2025, 10:00 in Chicago.
const NOW = new Date('2025-06-02T15:00:00Z');

test.each([
  ['today, still to come', 1, '11:00', '2025-06-02', '2025-06-02T16:00:00Z'],
  ['today, an hour ago: next week, not in two', 1, '09:00', '2025-06-09', '2025-06-09T14:00:00Z'],
  ['today, this very moment: next week', 1, '10:00', '2025-06-09', '2025-06-09T15:00:00Z'],
  ['tomorrow', 2, '09:00', '2025-06-03', '2025-06-03T14:00:00Z'],
  ['yesterday’s weekday', 0, '09:00', '2025-06-08', '2025-06-08T14:00:00Z'],
])('a biweekly schedule without an anchor begins with the next such weekday: %s', (_what, day, at, anchor, first) => {
  const { rule, firstRun } = parseCadence(biweekly(day, at), NOW);
  expect({ anchor: rule.anchorDate, first: firstRun.toISOString() }).toEqual({
    anchor,
    first: new Date(first).toISOString(),
  });
});

test('where the clocks change at midnight, the first day stays on its weekday', () => {
  // 23:30 on 30 March 2024 does not exist in Nuuk and moves into the 31st.
  const { rule } = parseCadence(biweekly(6, '23:30', 'America/Nuuk'), new Date('2024-03-29T12:00:00Z'));
  expect(rule.anchorDate).toBe('2024-03-30');
});

test('next week is seven days of the calendar, also where one of them has 23 hours', () => {
  // Monday, 2 March 2026, 23:30 in Chicago, whose clocks go forward on the 8th.
  const { rule } = parseCadence(biweekly(1, '09:00'), new Date('2026-03-03T05:30:00Z'));
  expect(rule.anchorDate).toBe('2026-03-09');
});

test('a named anchor is kept, past or future', () => {
  const given = { ...biweekly(1, '09:00'), anchorDate: '2025-05-26' };
  expect(parseCadence(given, NOW).firstRun).toEqual(new Date('2025-06-09T14:00:00Z'));
});
