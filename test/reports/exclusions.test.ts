import { expect, test } from 'vitest';
import { activeListing, closedSale } from '../market/examples.ts';
import { houston, modelOf } from './examples.ts';

test('says what was left out, where and why', async () => {
  const market = houston();
  const model = await modelOf({
    active: [
      ...market.active,
      activeListing({ type: 'RNT', listPrice: 2_000 }),
      activeListing({ type: 'RNT', listPrice: 2_500 }),
      activeListing({ type: 'LND' }),
    ],
    pending: market.pending,
    closed: [closedSale({ closePrice: null }), closedSale({ closePrice: 2_000_000 }), closedSale({ livingArea: 90 })],
  });
  expect(model.exclusions).toEqual([
    '2 rentals excluded',
    '1 listing of another property type excluded',
    'Median sale price, sale-to-list ratio, sale-to-original-list ratio, sold above list price and price per square foot: 1 home without a usable price',
    'Sale-to-original-list ratio: 2 homes without an original price',
    'Price per square foot: 1 home without a usable living area',
    'Sale-to-list ratio: 1 home with an implausible price ratio',
  ]);
});

test('what two populations left out is not said in one line, though the numbers agree', async () => {
  const model = await modelOf({
    ...houston(),
    active: [activeListing({ listPrice: null }), activeListing()],
    closed: [closedSale({ closePrice: null }), closedSale()],
  });
  const lines = model.exclusions.filter((line) => line.includes('without a usable price'));
  expect(lines.some((line) => line.startsWith('Median sale price'))).toBe(true);
  expect(lines.some((line) => line.startsWith('Median list price'))).toBe(true);
});

test('the feed’s own drops are published, those of other periods are not', async () => {
  const dropped = { rental: 1, duplicate: 2, other_city: 1, outside_window: 500 };
  const model = await modelOf(houston(), { result: { dropped } });
  expect(model.exclusions[0]).toBe('3 rentals excluded');
  expect(model.exclusions.at(-1)).toBe('9 rows of the feed not used: 6 duplicate, 3 in another city');
});
