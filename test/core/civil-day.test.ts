import { expect, test } from 'vitest';
import { dayInMonth, formatCivilDay, modulo, monthOf, parseCivilDay, weekdayOf } from '../../src/core/civil-day.ts';

test.each([
  ['1970-01-01', 0],
  ['1969-12-31', -1],
  ['2024-02-29', 19_782],
  ['2000-02-29', 11_016],
  ['0050-06-01', -701_114], // Date.UTC would read 1950
])('%s is day %i, and back', (text, day) => {
  expect(parseCivilDay(text)).toBe(day);
  expect(formatCivilDay(day)).toBe(text);
});

test.each([
  '2026-02-29',
  '1900-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-01-32',
  '2026-1-5',
  '20260105',
  '2026-01-05Z',
  '',
])('%j is no date', (text) => {
  expect(parseCivilDay(text)).toBeUndefined();
});

test('weekdays on both sides of 1970', () => {
  expect([-8, -1, 0, 3, 20_454].map(weekdayOf)).toEqual([3, 3, 4, 0, 4]);
});

test('a month keeps the day it is asked for, or takes its last', () => {
  const months = ['2026-01-01', '2026-02-01', '2026-03-01', '2028-02-01', '2026-04-01', '2025-12-01', '1969-02-01'];
  const last = months.map((text) => formatCivilDay(dayInMonth(monthOf(parseCivilDay(text) ?? Number.NaN), 31)));
  expect(last).toEqual([
    '2026-01-31',
    '2026-02-28',
    '2026-03-31',
    '2028-02-29',
    '2026-04-30',
    '2025-12-31',
    '1969-02-28',
  ]);
});

test('modulo has the sign of the divisor', () => {
  expect([modulo(-1, 7), modulo(7, 7), modulo(8, 7), modulo(-14, 14)]).toEqual([6, 0, 1, 0]);
});
