import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Unit } from '../../src/market/figure.ts';
import { reportWindow } from '../../src/market/window.ts';
import {
  describePeriod,
  formatCompactPrice,
  formatDay,
  formatInstant,
  formatPeriod,
  formatPrice,
  formatValue,
} from '../../src/reports/format.ts';

test.each([
  [450_000, '$450K'],
  [1_250_000, '$1.25M'],
  [1_025_000, '$1.025M'],
  [1_075_000, '$1.075M'],
  [12_500_000, '$12.5M'],
  [312_500, '$312.5K'],
])('an edge of %i is named exactly (M5)', (edge, text) => {
  expect(formatCompactPrice(edge)).toBe(text);
});

const UNITS: Unit[] = ['usd', 'count', 'months', 'days', 'ratio', 'usd_per_sqft', 'share'];
const CHICAGO = 'America/Chicago';

test.each<[number | null, Unit, string]>([
  [450_000, 'usd', '$450,000'],
  [1_312_500.5, 'usd', '$1,312,501'],
  [215.4, 'usd_per_sqft', '$215'],
  [1_234, 'count', '1,234'],
  [0, 'count', '0'],
  [5.183, 'months', '5.2 months'],
  [1, 'months', '1.0 months'],
  [0, 'months', '0.0 months'],
  [0, 'days', '0 days'],
  [1, 'days', '1 day'],
  [16.5, 'days', '16.5 days'],
  [0.986, 'ratio', '98.6%'],
  [1, 'ratio', '100.0%'],
  [0.305, 'share', '31%'],
  [-0, 'count', '0'],
  [null, 'usd', '–'],
  [0, 'usd', '–'],
])('%s as %s is %s', (value, unit, text) => {
  expect(formatValue(value, unit)).toBe(text);
});

test('no number prints as a word, a bare zero price or a minus nothing', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.double({ min: -1e12, max: 1e12 }), fc.constantFrom(Infinity, -Infinity, NaN)),
      fc.constantFrom(...UNITS),
      (value, unit) => {
        expect(formatValue(value, unit)).not.toMatch(/NaN|∞|null|undefined|^\$0$|^-0(?![.\d]*[1-9])/);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('nothing is for sale at no price', () => {
  expect([null, 0, -5, Number.NaN, 0.4].map(formatPrice)).toEqual(['–', '–', '–', '–', '–']);
});

test('periods name their first and last day in the zone', () => {
  const window = reportWindow(new Date('2025-06-02T14:00:00Z'), 30, CHICAGO);
  expect(formatPeriod(window, CHICAGO)).toBe('May 3 – Jun 1, 2025');
  expect(describePeriod(window, CHICAGO)).toBe('the 30 days from May 3 to Jun 1, 2025');
});

test('a period over New Year names both years, a period of a day names the day', () => {
  const newYear = reportWindow(new Date('2025-01-05T14:00:00Z'), 7, CHICAGO);
  expect(formatPeriod(newYear, CHICAGO)).toBe('Dec 29, 2024 – Jan 4, 2025');
  const day = reportWindow(new Date('2025-01-05T14:00:00Z'), 1, CHICAGO);
  expect([formatPeriod(day, CHICAGO), describePeriod(day, CHICAGO)]).toEqual(['Jan 4, 2025', 'Jan 4, 2025']);
});

test('instants and days are local', () => {
  const instant = Date.parse('2025-06-02T03:30:00Z');
  expect(formatInstant(instant, CHICAGO)).toBe('Jun 1, 2025, 10:30 PM CDT');
  expect(formatDay(instant, CHICAGO)).toBe('Jun 1, 2025');
});
