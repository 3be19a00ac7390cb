import { expect, test } from 'vitest';
import { medianDaysOnMarket } from '../../src/market/days-on-market.ts';
import { closedSale, population } from './examples.ts';

test('sold on the first day is zero days, and counts (M2)', () => {
  const sales = [0, 0, 16].map((daysOnMarket) => closedSale({ daysOnMarket }));
  expect(medianDaysOnMarket(population(sales))).toMatchObject({ value: 0, n: 3, unit: 'days', excluded: {} });
});

test('without the figure of the MLS it is list to contract, never list to close', () => {
  const sale = closedSale({
    daysOnMarket: null,
    listDate: Date.parse('2025-03-01T06:00:00Z'), // midnight in Houston, before DST
    contractDate: Date.parse('2025-03-11T05:00:00Z'),
    closeDate: Date.parse('2025-05-20T05:00:00Z'),
  });
  expect(medianDaysOnMarket(population([sale])).value).toBe(10);
  expect(medianDaysOnMarket(population([{ ...sale, contractDate: null }]))).toMatchObject({
    value: null,
    excluded: { no_days: 1 },
  });
});

test('a negative number of days is left out and counted', () => {
  const beforeListing = { daysOnMarket: null, contractDate: Date.UTC(2026, 0, 14), listDate: Date.UTC(2026, 0, 24) };
  const sales = [closedSale({ daysOnMarket: -3 }), closedSale(beforeListing), closedSale({ daysOnMarket: 8 })];
  expect(medianDaysOnMarket(population(sales))).toMatchObject({ value: 8, n: 1, excluded: { negative_days: 2 } });
});
