import { expect, test } from 'vitest';
import { isRental as isRentalOfFeed } from '../../src/listings/property-types.ts';
import { isRental, selectPopulation } from '../../src/market/population.ts';
import { activeListing, closedSale, MAY, pendingListing, reading } from './examples.ts';

const active = { label: 'active listings', status: 'Active', types: ['RES', 'CND'] } as const;
const closed = { label: 'closed sales', status: 'Closed', types: ['RES', 'CND'], closedIn: MAY } as const;

test('rentals never count, also those filed as residential with a monthly rent (V11)', () => {
  const rentals = [
    activeListing({ type: 'RNT', listPrice: 1_200_000 }),
    activeListing({ type: 'CLE' }),
    activeListing({ type: 'RES', listPrice: 6_390 }),
    activeListing({ type: 'CND', listPrice: 9_999 }),
  ];
  const { listings, excluded } = selectPopulation(reading([...rentals, activeListing({ listPrice: 10_000 })]), active);
  expect(listings.map(({ listPrice }) => listPrice)).toEqual([10_000]);
  expect(excluded).toEqual({ rental: 4 });
});

test('a closed row is judged by what it sold for', () => {
  expect(isRental(closedSale({ listPrice: 500_000, closePrice: 2_500 }))).toBe(true);
  expect(isRental(closedSale({ listPrice: 2_500, closePrice: 500_000 }))).toBe(false);
  expect(isRental(closedSale({ listPrice: 2_500, closePrice: null }))).toBe(true);
});

test('the feed and the figures call the same homes rentals', () => {
  const types = ['RES', 'CND', 'RNT', 'CLE', 'LND', null] as const;
  const prices = [null, 0, 2_500, 9_999, 10_000, 500_000];
  for (const type of types) {
    for (const listPrice of prices) {
      const homes = [activeListing({ type, listPrice }), activeListing({ type, listPrice, closePrice: 2_500 })];
      const sales = prices.map((closePrice) => closedSale({ type, listPrice, closePrice }));
      for (const home of [...homes, ...sales]) {
        const { status, closePrice } = home;
        const own = { type, status, listPrice, closePrice };
        expect({ ...own, rental: isRental(home) }).toEqual({ ...own, rental: isRentalOfFeed(home) });
      }
    }
  }
});

test('a missing or zero price is no rent, and a cheap lot is no rental', () => {
  const rows = [activeListing({ listPrice: null }), activeListing({ listPrice: 0 })];
  expect(rows.map(isRental)).toEqual([false, false]);
  expect(isRental(activeListing({ type: 'LND', listPrice: 4_000 }))).toBe(false);
});

test('only the asked type and status count; the rest is counted as left out', () => {
  const rows = [
    activeListing(),
    activeListing({ type: 'LND' }),
    activeListing({ type: null }),
    pendingListing(),
    activeListing({ status: 'ActiveUnderContract' }),
    activeListing({ status: 'ComingSoon' }),
  ];
  const { listings, excluded } = selectPopulation(reading(rows), active);
  expect(listings).toEqual([rows[0]]);
  expect(excluded).toEqual({ other_type: 2, other_status: 3 });
});

test('a sale counts from the first instant of the window to before its last', () => {
  const rows = [MAY.from - 1, MAY.from, MAY.to - 1, MAY.to].map((closeDate) => closedSale({ closeDate }));
  const { listings, excluded, window } = selectPopulation(reading(rows), closed);
  expect(listings.map(({ closeDate }) => closeDate)).toEqual([MAY.from, MAY.to - 1]);
  expect(excluded).toEqual({});
  expect(window).toEqual(MAY);
});

test('a sale without a date leaves the window, counted', () => {
  expect(selectPopulation(reading([closedSale({ closeDate: null })]), closed).excluded).toEqual({ no_date: 1 });
});
