import { expect, test } from 'vitest';
import { formatCivilDay, parseCivilDay } from '../../src/core/civil-day.ts';
import { type DaySeries, everyDays, everyMonth } from '../../src/scheduling/day-series.ts';

const day = (text: string): number => parseCivilDay(text) ?? Number.NaN;
const lastUpTo = (series: DaySeries, text: string): string =>
  formatCivilDay(series.dayAt(series.lastIndexUpTo(day(text))));

test('every fourteen days, from the origin in both directions', () => {
  const series = everyDays(14, day('2026-01-05'), 0);
  expect([0, 1, 2].map((index) => formatCivilDay(series.dayAt(index)))).toEqual([
    '2026-01-05',
    '2026-01-19',
    '2026-02-02',
  ]);
  expect(series.lastIndexUpTo(day('2026-01-18'))).toBe(0);
  expect(series.lastIndexUpTo(day('2026-01-19'))).toBe(1);
  expect(series.lastIndexUpTo(day('2026-01-04'))).toBe(-1);
  expect(series.firstIndex).toBe(0);
});

test('the 31st of each month clamps without forgetting', () => {
  const series = everyMonth(31);
  expect(lastUpTo(series, '2026-03-30')).toBe('2026-02-28');
  expect(lastUpTo(series, '2026-03-31')).toBe('2026-03-31');
  expect(lastUpTo(series, '2026-02-28')).toBe('2026-02-28');
  expect(lastUpTo(series, '2026-02-27')).toBe('2026-01-31');
  expect(lastUpTo(series, '2026-01-01')).toBe('2025-12-31');
});
