import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bandEdges, edgesWithin, priceBands, withoutEmptyEnds } from '../../src/market/price-bands.ts';
import { activeListing, closedSale, closings, population, times } from './examples.ts';

const sold = (...prices: number[]) => population(prices.map((closePrice) => closedSale({ closePrice })));
const spread = (low: number, high: number) => sold(...times(101, (i) => low + ((high - low) * i) / 100));
const inner = (edges: ReturnType<typeof bandEdges>) => edges.slice(1).map(({ from }) => from);

test.each([
  [200_000, 300_000, [200_000, 225_000, 250_000, 275_000, 300_000]],
  [180_000, 600_000, [200_000, 300_000, 400_000, 500_000, 600_000]],
  [900_000, 2_600_000, [1_000_000, 1_500_000, 2_000_000, 2_500_000]],
  [90_000, 1_100_000, [200_000, 400_000, 600_000, 800_000, 1_000_000]],
])('homes from %i to %i dollars', (low, high, expected) => {
  const edges = bandEdges(spread(low, high));
  expect(inner(edges)).toEqual(expected);
  expect([edges[0]?.from, edges.at(-1)?.to]).toEqual([null, null]);
});

test('edges are round, at most six bands, without gaps, and the same for the same market in any order (M5)', () => {
  const prices = fc.array(fc.integer({ min: 10_000, max: 30_000_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(prices, (values) => {
      const edges = bandEdges(sold(...values));
      expect(edges.length).toBeLessThanOrEqual(6);
      expect(edges).toEqual(bandEdges(sold(...values.toReversed())));
      for (const [index, { from }] of edges.entries()) {
        expect(from).toBe(index === 0 ? null : (edges[index - 1]?.to ?? Number.NaN));
        expect((from ?? 0) % 25_000).toBe(0);
      }
    }),
  );
});

test('one dear sale more does not move them (M5)', () => {
  const prices = times(200, (i) => 400_000 + i * 2_000);
  expect(bandEdges(sold(...prices, 9_000_000))).toEqual(bandEdges(sold(...prices)));
});

test('without sales there are no bands', () => {
  expect(bandEdges(sold())).toEqual([]);
});

test('each home is in one band, edges belong above, empty bands stay', () => {
  const edges = bandEdges(spread(180_000, 600_000));
  const offers = [100_000, 199_999, 200_000, 450_000, 5_000_000, null].map((listPrice) => activeListing({ listPrice }));
  const sales = closings(0, 30, {
    listings: [250_000, 250_000, 299_999, 650_000].map((closePrice) => closedSale({ closePrice })),
  });
  const bands = priceBands(population(offers, { label: 'active listings' }), sales, edges);
  expect(bands.map(({ active }) => active.value)).toEqual([2, 1, 0, 1, 0, 1]);
  expect(bands.map(({ closed }) => closed.value)).toEqual([0, 3, 0, 0, 0, 1]);
  expect(bands[0]?.active.excluded).toEqual({ no_price: 1 });
  expect(bands[1]?.active.excluded).toEqual({});
  expect(bands[1]?.monthsOfSupply.value).toBeCloseTo(1 / ((3 * 30.4375) / 30), 12);
  expect(bands[5]?.monthsOfSupply).toMatchObject({ value: null, reason: 'fewer than 3 closed sales' });
});

const ends = (from: number | null, to: number | null) =>
  edgesWithin(bandEdges(spread(180_000, 600_000)), { from, to }).map((band) => [band.from, band.to]);

test('bands that can hold no home between two prices are cut off, and the outermost kept are open', () => {
  expect(ends(null, null)).toHaveLength(6);
  expect(ends(null, 350_000)).toEqual([
    [null, 200_000],
    [200_000, 300_000],
    [300_000, null],
  ]);
  // A home at exactly $300,000 may be there, and no dearer one.
  expect(ends(null, 300_000).at(-1)).toEqual([200_000, null]);
  expect(ends(500_000, null)).toEqual([
    [null, 600_000],
    [600_000, null],
  ]);
  expect(ends(410_000, 420_000)).toEqual([[null, null]]);
  expect(ends(2_000_000, null)).toEqual([[null, null]]);
});

test('of bands without homes the outer ones go, those between others stay', () => {
  const edges = bandEdges(spread(180_000, 600_000));
  const offers = [250_000, 450_000].map((listPrice) => activeListing({ listPrice }));
  const bands = priceBands(population(offers, { label: 'active listings' }), closings(0, 90), edges);
  expect(withoutEmptyEnds(bands).map(({ from }) => from)).toEqual([200_000, 300_000, 400_000]);
  expect(withoutEmptyEnds(priceBands(population([]), closings(0, 90), edges))).toEqual([]);
});

test('listings that were cut off withhold the counts of all bands', () => {
  const edges = bandEdges(spread(180_000, 600_000));
  const bands = priceBands(
    population([activeListing()], { label: 'active listings', truncated: true }),
    closings(9, 90),
    edges,
  );
  expect(bands.every(({ active, monthsOfSupply }) => active.value === null && monthsOfSupply.value === null)).toBe(
    true,
  );
  expect(bands.some(({ closed }) => closed.value === 9)).toBe(true);
});
