import { expect, test } from 'vitest';
import { parseFilters } from '../../../src/listings/filters/filters.ts';

test('filters as stored are read as they are, none is none', () => {
  const filters = {
    minbeds: 0,
    minbaths: 2.5,
    minprice: 100_000,
    maxprice: 100_000,
    subtype: ['townhouse', 'condominium'],
    price: { percent: 80, of: 'sale', direction: 'at_least' },
  };
  expect(parseFilters(filters)).toEqual(filters);
  expect(parseFilters({})).toEqual({});
  expect(parseFilters(null)).toEqual({});
});

test.each([
  [{ minbeds: '3' }, 'minbeds'],
  [{ minbeds: -1 }, 'minbeds'],
  [{ minbaths: Number.NaN }, 'minbaths'],
  [{ minprice: 0 }, 'minprice'],
  [{ maxprice: Number.POSITIVE_INFINITY }, 'maxprice'],
  [{ subtype: [] }, 'subtype'],
  [{ subtype: 'condominium' }, 'subtype'],
  [{ subtype: ['Condo'] }, 'subtype'],
  [{ price: { percent: 70, of: 'list' } }, 'price'],
  [{ price: { percent: 0, of: 'list', direction: 'at_most' } }, 'price'],
  [{ price: { percent: 70, of: 'asking', direction: 'at_most' } }, 'price'],
  [{ price: { percent: 70, of: 'list', direction: 'at_most', until: 5 } }, 'price'],
])('%j is refused by the name of its field', (stored, field) => {
  expect(() => parseFilters(stored)).toThrow(
    expect.objectContaining({
      code: 'bad_filter',
      scope: 'schedule',
      message: expect.stringContaining(`filter ${field} `),
    }),
  );
});

test('a filter that is not known is refused, not ignored', () => {
  for (const stored of [{ minBeds: 3 }, { beds: 3 }, [], 'minbeds=3', 5]) {
    expect(() => parseFilters(stored)).toThrow(expect.objectContaining({ code: 'bad_filter' }));
  }
  expect(() => parseFilters({ minprice: 2, maxprice: 1 })).toThrow('minprice is above maxprice');
});
