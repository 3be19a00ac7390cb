import { expect, test } from 'vitest';
import { mismatchOf } from '../../../src/listings/filters/match.ts';
import { home } from './homes.ts';

test.each([
  [{ bedrooms: 2 }, { minbeds: 3 }, 'beds'],
  [{ bedrooms: 3 }, { minbeds: 3 }, null],
  [{ bedrooms: 0 }, { minbeds: 0 }, null],
  [{ bedrooms: null }, { minbeds: 0 }, 'unknown'],
  [{ bathrooms: 1.5 }, { minbaths: 2 }, 'baths'],
  [{ bathrooms: null }, {}, null],
  [{ listPrice: 300_000 }, { minprice: 300_000, maxprice: 300_000 }, null],
  [{ listPrice: 300_001 }, { maxprice: 300_000 }, 'price'],
  [{ listPrice: 299_999 }, { minprice: 300_000 }, 'price'],
  [{ listPrice: 0 }, { maxprice: 300_000 }, 'unknown'],
  [{ subtype: 'townhouse' }, { subtype: ['condominium'] as const }, 'subtype'],
  [{ subtype: null, type: 'CND' as const }, { subtype: ['condominium'] as const }, null],
  [{ subtype: null, type: 'RES' as const }, { subtype: ['singlefamilyresidence'] as const }, 'unknown'],
])('%j against %j: %s', (changes, limits, expected) => {
  expect(mismatchOf(home(changes), limits)).toBe(expected);
});

test('a home that is known to fail one condition is not unknown for want of another', () => {
  const studio = home({ subtype: null, bedrooms: 0, listPrice: null });
  const three = { subtype: ['singlefamilyresidence'] as const, minbeds: 3 };
  expect(mismatchOf(studio, three)).toBe('beds');
  expect(mismatchOf(studio, { maxprice: 300_000 }, three)).toBe('beds');
  expect(mismatchOf({ ...studio, bedrooms: 3 }, three)).toBe('unknown');
});

test('a sold home is judged by what it went for', () => {
  const sold = home({ status: 'Closed', listPrice: 500_000, closePrice: 450_000 });
  expect(mismatchOf(sold, { maxprice: 460_000 })).toBeNull();
  expect(mismatchOf({ ...sold, status: 'Active' }, { maxprice: 460_000 })).toBe('price');
});
