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

test('finds each rank as sorting does, among equals, in any order', () => {
  const values = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer()), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(values, (list) => {
      const sorted = [...list].sort((a, b) => a - b);
      const last = list.length - 1;
      const ranks = sorted.map((_, rank) => quantile(list, last === 0 ? 0.5 : rank / last) ?? Number.NaN);
      for (const [rank, value] of ranks.entries()) expect(value).toBeCloseTo(sorted[rank] ?? Number.NaN, 4);
    }),
  );
});

test('long lists that are sorted, reversed or all equal are no worse than others', () => {
  const up = Array.from({ length: 200_000 }, (_, index) => index);
  expect([median(up), median(up.toReversed()), median(up.map(() => 7))]).toEqual([99_999.5, 99_999.5, 7]);
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
