import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mean, median, quantile } from '../../src/market/quantile.ts';
import { readSharedCsv } from './shared-data.ts';

test('interpolates linearly between the neighbours (type 7)', () => {
  expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75); // R: quantile(1:4, .25)
  expect(quantile([4, 1, 3, 2], 0.9)).toBeCloseTo(3.7, 12);
  expect(median([30, 10, 20])).toBe(20);
  expect(median([100, 9, 20, 1000])).toBe(60); // sorted as numbers, not as text
});

test('of nothing there is none, of one it is that one', () => {
  expect([quantile([], 0.5), median([]), mean([])]).toEqual([null, null, null]);
  expect([median([0]), mean([0])]).toEqual([0, 0]);
});

test('lies between minimum and maximum and leaves its input as it was', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, p) => {
        const before = [...values];
        const q = quantile(values, p) ?? Number.NaN;
        expect(values).toEqual(before);
        expect(q).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
        expect(q).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
      },
    ),
  );
});

const kingCounty = readSharedCsv('king-county-wa-sales-2014-2015.csv');

if (kingCounty !== null) {
  test('King County: quartiles and mean of 21,597 sales', () => {
    const prices = kingCounty.map(({ price }) => Number(price));
    expect(prices).toHaveLength(21_597);
    expect([0.25, 0.5, 0.75].map((p) => quantile(prices, p))).toEqual([322_000, 450_000, 645_000]);
    expect(mean(prices)).toBeCloseTo(540_296.57, 2);
  });
}
