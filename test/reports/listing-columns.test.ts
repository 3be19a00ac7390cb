import { expect, test } from 'vitest';
import { LISTED, SOLD } from '../../src/reports/listing-columns.ts';
import { activeListing, closedSale, MAY } from '../market/examples.ts';

const ZONE = 'America/Chicago';

test('a sale has its day, what was asked and how long it took, each in its column', () => {
  const sale = closedSale({ closeDate: MAY.from, listPrice: 1_400_000, daysOnMarket: 1_200 });
  expect(SOLD.cells(sale, ZONE)).toEqual(['Apr 30, 2025', '$1,400,000', '1,200']);
  expect(SOLD.heads).toHaveLength(SOLD.cells(sale, ZONE).length + 1);
});

test('what is missing is a dash, and no day on the market is a number', () => {
  const bare = closedSale({ closeDate: null, listPrice: null, daysOnMarket: null });
  expect(SOLD.cells(bare, ZONE)).toEqual(['–', '–', '–']);
  expect(SOLD.cells(closedSale({ daysOnMarket: 0 }), ZONE)[2]).toBe('0');
  expect(SOLD.cells(closedSale({ daysOnMarket: -3 }), ZONE)[2]).toBe('–');
  expect(LISTED.cells(activeListing({ listDate: null }), ZONE)).toEqual(['–']);
});
