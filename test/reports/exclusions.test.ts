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
    'Median sale price: 1 without a usable price left out',
    'Sale-to-list ratio: 1 without a usable price, 1 with an implausible price ratio left out',
    'Sale-to-original-list ratio: 1 without a usable price, 2 without an original price left out',
    'Sold above list price: 1 without a usable price left out',
    'Price per square foot: 1 without a usable price, 1 without a usable living area left out',
  ]);
});

test('the feed’s own drops are published, those of other periods are not', async () => {
  const dropped = { rental: 1, duplicate: 2, other_city: 1, outside_window: 500 };
  const model = await modelOf(houston(), { result: { dropped } });
  expect(model.exclusions[0]).toBe('3 rentals excluded');
  expect(model.exclusions.at(-1)).toBe('9 rows of the feed not used: 6 duplicate, 3 in another city');
});
