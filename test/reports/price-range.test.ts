import { expect, test } from 'vitest';
import { priceRangeOf } from '../../src/reports/price-range.ts';

test('the narrowest of all limits counts on each side', () => {
  expect(
    priceRangeOf([{ minprice: 100_000 }, { minprice: 300_000, maxprice: 900_000 }, { maxprice: 500_000 }]),
  ).toEqual({ from: 300_000, to: 500_000 });
  expect(priceRangeOf([{ minbeds: 2 }, {}])).toEqual({ from: null, to: null });
});
