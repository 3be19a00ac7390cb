import { expect, test } from 'vitest';
import { computePastFigures } from '../../src/market/past.ts';
import { computeSnapshot } from '../../src/market/snapshot.ts';
import { activeListing, closedSale, DAY, MAY, pendingListing, reading, times } from './examples.ts';

const QUARTER = { from: MAY.to - 90 * DAY, to: MAY.to, days: 90 };
const windows = { window: MAY, closingsWindow: QUARTER };
const sales = [
  ...times(8, (i) =>
    closedSale({ closePrice: 300_000 + i, originalListPrice: 410_000, closeDate: MAY.from + i * DAY }),
  ),
  ...times(6, () => closedSale({ closeDate: MAY.from - DAY })),
];

test('with the inventory of that day stored, the figures are those that a snapshot of that day had', () => {
  const active = times(12, (i) => activeListing({ listPrice: 500_000 + i, listDate: null }));
  const pending = times(4, () => pendingListing({ listDate: null }));
  const closed = reading(sales);
  const { figures } = computeSnapshot({ active: reading(active), pending: reading(pending), closed, ...windows });
  const inventory = { day: '2025-06-01', active: 12, pending: 4, medianListPrice: figures.medianListPrice.value };
  const past = computePastFigures({ closed, ...windows, inventory });
  const known = Object.entries(past).filter(([, { value }]) => value !== null);
  expect(known.map(([key]) => key).sort()).toEqual(
    Object.keys(figures)
      .filter((key) => key !== 'newListings' && key !== 'priceCuts')
      .sort(),
  );
  for (const [key, { value, unit, n }] of known)
    expect([key, figures]).toMatchObject([key, { [key]: { value, unit, n } }]);
});

test('without it, and for what no feed can tell, the value is withheld with a reason', () => {
  const past = computePastFigures({ closed: reading(sales), ...windows, inventory: null });
  const unknown = [
    'activeListings',
    'pendingListings',
    'medianListPrice',
    'monthsOfSupply',
    'absorption',
    'pendingRatio',
    'newListings',
    'priceCuts',
  ] as const;
  for (const key of unknown) expect(past[key]).toMatchObject({ value: null, reason: expect.stringMatching(/\w/) });
  expect(past.medianSalePrice).toMatchObject({ value: 300_003.5, n: 8 });
});

test('closings that were cut off withhold sales and supply', () => {
  const inventory = { day: '2025-06-01', active: 12, pending: 4, medianListPrice: null };
  const past = computePastFigures({ closed: reading(sales, { truncated: true }), ...windows, inventory });
  expect([past.medianSalePrice, past.monthsOfSupply, past.absorption].map(({ value }) => value)).toEqual([
    null,
    null,
    null,
  ]);
  expect(past.pendingRatio.value).toBeCloseTo(1 / 3, 12);
  expect(past.medianListPrice).toMatchObject({ value: null, reason: 'it was not known then' });
});
