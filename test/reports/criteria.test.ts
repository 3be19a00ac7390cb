import { expect, test } from 'vitest';
import { AUDIENCES } from '../../src/listings/filters/audiences.ts';
import { describeCriteria } from '../../src/reports/criteria.ts';

const limit = { percent: 70, of: 'list', direction: 'at_most', median: 400_000, price: 280_000 } as const;

test('a preset and a schedule’s own filters are said together, each condition once', () => {
  const own = { minbeds: 2, minbaths: 1.5, minprice: 100_000, subtype: ['condominium', 'townhouse'] as const };
  expect(describeCriteria([AUDIENCES.first_time_buyer.filters, own], [limit])).toEqual([
    'single-family',
    'listed as condominium or townhouse',
    '2 bedrooms or more',
    '2 bathrooms or more',
    '1.5 bathrooms or more',
    'priced at $100,000 or more',
    'priced at $280,000 or less (70% of the area’s median list price of $400,000)',
  ]);
});

test.each([
  [{}, []],
  [{ minbeds: 0 }, []],
  [{ minbeds: 1 }, ['1 bedroom or more']],
  [{ maxprice: 300_000 }, ['priced at $300,000 or less']],
  [{ minprice: 200_000, maxprice: 300_000 }, ['priced from $200,000 to $300,000']],
])('%j', (filters, phrases) => {
  expect(describeCriteria([filters], [])).toEqual(phrases);
});
