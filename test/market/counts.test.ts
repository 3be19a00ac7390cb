import { expect, test } from 'vitest';
import { countOf, newListings } from '../../src/market/counts.ts';
import { activeListing, closedSale, MAY, pendingListing, population } from './examples.ts';

test('a count of nothing is zero, not unknown', () => {
  expect(countOf(population([]))).toEqual({
    value: 0,
    unit: 'count',
    population: 'closed sales',
    n: 0,
    excluded: {},
  });
});

test('a count of a part is withheld (V6)', () => {
  expect(countOf(population([activeListing()], { truncated: true })).value).toBeNull();
});

test('new listings are those first offered in the window, whatever became of them', () => {
  const inMay = Date.UTC(2025, 4, 15);
  const figure = newListings(
    [
      population([
        activeListing({ listDate: inMay }),
        activeListing({ listDate: MAY.from - 1 }),
        activeListing({ listDate: MAY.to }),
      ]),
      population([pendingListing({ listDate: inMay })]),
      population([closedSale({ listDate: inMay }), closedSale({ listDate: null })]),
    ],
    MAY,
  );
  expect(figure).toMatchObject({ value: 3, n: 3, window: MAY, excluded: { no_list_date: 1 } });
});

test('how many are new is unknown where no home says when it was listed, and zero where each was listed before (M1)', () => {
  const undated = population([activeListing({ listDate: null })]);
  expect(newListings([undated], MAY)).toMatchObject({ value: null, n: 0, reason: 'no list dates are given' });
  const before = population([activeListing({ listDate: MAY.from - 1 })]);
  expect(newListings([before], MAY)).toMatchObject({ value: 0, n: 0, excluded: {} });
});

test('a home that went from active to pending between two readings counts once', () => {
  const home = activeListing();
  const figure = newListings([population([home]), population([{ ...home, status: 'Pending' }])], MAY);
  expect(figure.value).toBe(1);
});

test('any part cut off withholds the new listings', () => {
  const parts = [population([activeListing()]), population([], { label: 'pending listings', truncated: true })];
  expect(newListings(parts, MAY)).toMatchObject({
    value: null,
    reason: 'the feed holds more pending listings than could be read',
  });
});
