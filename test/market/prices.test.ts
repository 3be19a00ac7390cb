import { expect, test } from 'vitest';
import { medianListPrice, medianPricePerSqft, medianSalePrice } from '../../src/market/prices.ts';
import { activeListing, closedSale, MAY, population, times } from './examples.ts';
import { readSharedCsv } from './shared-data.ts';

test('the median sale price says what it rests on', () => {
  const sales = [300_000, 500_000, 400_000, 800_000].map((closePrice) => closedSale({ closePrice }));
  expect(medianSalePrice(population(sales, { window: MAY, excluded: { rental: 2 } }))).toEqual({
    value: 450_000,
    unit: 'usd',
    population: 'closed sales',
    n: 4,
    window: MAY,
    excluded: { rental: 2 },
  });
});

test('null and non-positive prices are dropped and counted', () => {
  const sales = [null, 0, -1, Number.NaN, 250_000].map((closePrice) => closedSale({ closePrice }));
  expect(medianSalePrice(population(sales))).toMatchObject({ value: 250_000, n: 1, excluded: { no_price: 4 } });
});

test('no sale is null with a reason, never zero', () => {
  expect(medianSalePrice(population([]))).toMatchObject({ value: null, n: 0, reason: 'no closed sales' });
  const unpriced = medianSalePrice(population([closedSale({ closePrice: null })]));
  expect(unpriced).toMatchObject({ value: null, n: 0, reason: 'the data it needs are not given' });
});

test('cut-off closings withhold the median (V6)', () => {
  const figure = medianSalePrice(
    population(
      times(500, () => closedSale()),
      { truncated: true },
    ),
  );
  expect(figure).toMatchObject({ value: null, n: 500, reason: 'the feed holds more closed sales than could be read' });
});

test('asking prices are those of active listings', () => {
  const rows = [100_000, 200_000, null].map((listPrice) => activeListing({ listPrice, closePrice: 999_999 }));
  const figure = medianListPrice(population(rows, { label: 'active listings' }));
  expect(figure).toMatchObject({ value: 150_000, n: 2, population: 'active listings', excluded: { no_price: 1 } });
});

test("price per square foot is the median of the homes' own ratios", () => {
  const sales = [
    closedSale({ closePrice: 100_000, livingArea: 1_000 }), // 100
    closedSale({ closePrice: 400_000, livingArea: 2_000 }), // 200
    closedSale({ closePrice: 9_000_000, livingArea: 10_000 }), // 900; total ÷ total would be 730
  ];
  expect(medianPricePerSqft(population(sales))).toMatchObject({ value: 200, unit: 'usd_per_sqft', n: 3 });
});

test('homes without a believable area leave price per square foot only', () => {
  const sales = [null, 0, 149, 150].map((livingArea) => closedSale({ closePrice: 300_000, livingArea }));
  expect(medianPricePerSqft(population(sales))).toMatchObject({ value: 2_000, n: 1, excluded: { no_area: 3 } });
  expect(medianSalePrice(population(sales)).n).toBe(4);
});

const kingCounty = readSharedCsv('king-county-wa-sales-2014-2015.csv');

if (kingCounty !== null) {
  test('King County: 21,597 sales', () => {
    const sales = population(
      kingCounty.map((row) => closedSale({ closePrice: Number(row.price), livingArea: Number(row.sqft_living) })),
    );
    expect(medianSalePrice(sales)).toMatchObject({ value: 450_000, n: 21_597, excluded: {} });
    expect(medianPricePerSqft(sales).value).toBeCloseTo(244.645, 3); // pandas: (price / sqft_living).median()
  });
}
