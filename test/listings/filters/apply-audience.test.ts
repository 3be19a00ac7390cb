import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyAudience } from '../../../src/listings/filters/apply-audience.ts';
import { AUDIENCES } from '../../../src/listings/filters/audiences.ts';
import { home, homesAt } from './homes.ts';

const medians = { list: 1_000_000, sale: 800_000 };
const request = (audience: string, changes = {}) => ({ audience, filters: {}, fewest: 6, ...changes });
const prices = (listings: readonly { listPrice: number | null }[]) => listings.map(({ listPrice }) => listPrice);

test('everybody sees every home', () => {
  const homes = [home({ listPrice: null, subtype: null }), ...homesAt(1, 2)];
  expect(applyAudience(homes, request('all'), { list: null, sale: null })).toEqual({
    listings: homes,
    homes: { one: 'home', many: 'homes' },
    limits: [],
    widened: null,
    unresolved: null,
    excluded: {},
  });
});

test('first-time buyers: 2 beds, 2 baths, single family, at most 70 % of the median list price', () => {
  const fitting = homesAt(700_000, 650_000, 600_000, 500_000, 400_000, 300_000);
  const others = [
    home({ listPrice: 700_001 }),
    home({ bedrooms: 1 }),
    home({ bathrooms: 1.5 }),
    home({ subtype: 'townhouse' }),
    home({ subtype: null }),
  ];
  const result = applyAudience([...others, ...fitting], request('first_time_buyer'), medians);
  expect(result.listings).toEqual(fitting);
  expect(result.widened).toBeNull();
  expect(result.limits).toEqual([{ percent: 70, of: 'list', direction: 'at_most', median: 1_000_000, price: 700_000 }]);
  expect(result.excluded).toEqual({ price: 1, beds: 1, baths: 1, subtype: 1, unknown: 1 });
});

describe('too few homes widen the price limit', () => {
  const spread = homesAt(400_000, 600_000, 800_000, 950_000, 1_100_000, 1_150_000, 1_300_000);

  test.each([
    ['first_time_buyer', 1, 70],
    ['first_time_buyer', 3, 85],
    ['first_time_buyer', 4, 100],
    ['first_time_buyer', 6, 120],
    ['first_time_buyer', 7, 120],
    ['investor', 1, 50],
    ['investor', 2, 70],
    ['investor', 3, 85],
    ['investor', 4, 100],
    ['investor', 6, 100],
  ] as const)('%s, %i wanted: up to %i percent', (audience, fewest, percent) => {
    const { listings, limits, widened } = applyAudience(spread, request(audience, { fewest }), medians);
    expect(limits).toMatchObject([{ percent, price: percent * 10_000 }]);
    expect(prices(listings)).toEqual(prices(spread).filter((price) => Number(price) <= percent * 10_000));
    const [fromPercent] = AUDIENCES[audience].price.percents;
    expect(widened).toEqual(percent === fromPercent ? null : { fromPercent, toPercent: percent, fewest });
  });

  test.each([
    [1, 125],
    [4, 100],
    [9, 100],
  ])('luxury, %i wanted: down to %i percent', (fewest, percent) => {
    const { listings, limits } = applyAudience(spread, request('luxury', { fewest }), medians);
    expect(limits).toMatchObject([{ percent, direction: 'at_least' }]);
    expect(listings.every(({ listPrice }) => Number(listPrice) >= percent * 10_000)).toBe(true);
  });

  test('conditions other than the price do not give way', () => {
    const { listings, widened } = applyAudience([home({ bedrooms: 2 })], request('families'), medians);
    expect({ listings, widened }).toEqual({ listings: [], widened: null });
  });
});

test('condominiums by type or by subtype, and no town houses', () => {
  const condos = [home({ subtype: 'condominium' }), home({ type: 'CND', subtype: null })];
  const others = [home(), home({ type: 'CND', subtype: 'townhouse' })];
  expect(applyAudience([...condos, ...others], request('condo'), medians).listings).toEqual(condos);
});

test("a schedule's own filters and its audience's hold together", () => {
  const homes = homesAt(300_000, 500_000, 650_000, 690_000);
  const filters = { minprice: 400_000, price: { percent: 85, of: 'sale', direction: 'at_most' } as const };
  const { listings, limits } = applyAudience(homes, request('investor', { filters, fewest: 1 }), medians);
  expect(prices(listings)).toEqual([500_000]);
  expect(limits.map(({ price }) => price)).toEqual([680_000, 500_000]);
});

test('a strategy that cannot be resolved selects nothing, and says why', () => {
  const homes = homesAt(100_000, 200_000);
  for (const list of [null, 0, Number.NaN]) {
    const result = applyAudience(homes, request('investor'), { ...medians, list });
    expect(result).toMatchObject({
      listings: [],
      widened: null,
      unresolved: expect.stringContaining('median list price'),
    });
  }
  const filters = { price: { percent: 100, of: 'sale', direction: 'at_most' } as const };
  const result = applyAudience(homes, request('all', { filters }), { list: 1, sale: null });
  expect(result).toMatchObject({ listings: [], unresolved: expect.stringContaining('median sale price') });
});

test('an audience that is not known is refused', () => {
  expect(() => applyAudience([], request('everyone'), medians)).toThrow(
    expect.objectContaining({ code: 'unknown_audience', scope: 'schedule' }),
  );
});

test('each listing is either kept or counted, in their order', () => {
  const homes = fc.array(
    fc.record({
      listPrice: fc.option(fc.integer({ min: -5, max: 2_000_000 })),
      bedrooms: fc.option(fc.integer({ min: 0, max: 6 })),
      subtype: fc.option(fc.constantFrom('singlefamilyresidence', 'condominium', 'townhouse')),
    }),
  );
  fc.assert(
    fc.property(homes, fc.constantFrom(...Object.keys(AUDIENCES)), (changes, audience) => {
      const listings = changes.map((change) => home(change));
      const result = applyAudience(listings, request(audience), medians);
      const counted = Object.values(result.excluded).reduce((sum, count) => sum + count, 0);
      expect(result.listings.length + counted).toBe(listings.length);
      expect(listings.filter((listing) => result.listings.includes(listing))).toEqual(result.listings);
    }),
  );
});
