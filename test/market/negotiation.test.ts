import { expect, test } from 'vitest';
import { priceCuts, saleToList, saleToOriginalList, soldAboveList } from '../../src/market/negotiation.ts';
import { activeListing, closedSale, population } from './examples.ts';

const sale = (closePrice: number | null, listPrice: number | null, originalListPrice: number | null = null) =>
  closedSale({ closePrice, listPrice, originalListPrice });

test('sale-to-list is the mean of the ratios', () => {
  const figure = saleToList(population([sale(95_000, 100_000), sale(1_030_000, 1_000_000)]));
  expect(figure).toMatchObject({ n: 2, unit: 'ratio' });
  expect(figure.value).toBeCloseTo(0.99, 12);
});

test('impossible ratios are left out and counted, the limits themselves count', () => {
  const sales = [sale(14_000, 100_000), sale(11_000_000, 100_000), sale(50_000, 100_000), sale(150_000, 100_000)];
  expect(saleToList(population(sales))).toMatchObject({ value: 1, n: 2, excluded: { ratio_out_of_range: 2 } });
});

test('against the original price it uses the original price', () => {
  const sales = [sale(90_000, 90_000, 100_000), sale(90_000, 90_000)];
  expect(saleToList(population(sales)).value).toBe(1);
  expect(saleToOriginalList(population(sales))).toMatchObject({
    value: 0.9,
    n: 1,
    excluded: { no_original_price: 1 },
  });
});

test('a tie is not above the list price', () => {
  const sales = [sale(100, 100), sale(101, 100), sale(99, 100), sale(200, 100), sale(null, 100), sale(100, 0)];
  expect(soldAboveList(population(sales))).toMatchObject({
    value: 0.5,
    n: 4,
    unit: 'share',
    excluded: { no_price: 2 },
  });
});

test('no sale above the list price is zero, not unknown', () => {
  expect(soldAboveList(population([sale(100, 100)])).value).toBe(0);
  expect(soldAboveList(population([])).value).toBeNull();
});

test('price cuts are a share of the listings whose original price is known', () => {
  const offer = (listPrice: number | null, originalListPrice: number | null) =>
    activeListing({ listPrice, originalListPrice });
  const rows = [offer(90, 100), offer(100, 100), offer(110, 100), offer(95, 100), offer(90, null), offer(null, 90)];
  expect(priceCuts(population(rows))).toMatchObject({
    value: 0.5,
    n: 4,
    excluded: { no_original_price: 1, no_price: 1 },
  });
});
