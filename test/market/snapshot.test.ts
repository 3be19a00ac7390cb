import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Listing } from '../../src/listings/listing.ts';
import { computeSnapshot } from '../../src/market/snapshot.ts';
import { activeListing, closedSale, DAY, MAY, pendingListing, reading, times } from './examples.ts';

const QUARTER = { from: MAY.to - 90 * DAY, to: MAY.to, days: 90 };
const windows = { window: MAY, closingsWindow: QUARTER };

test('prices come from the report’s window, the pace of sales from the longer one', () => {
  const inMay = times(4, () => closedSale({ closePrice: 300_000, closeDate: MAY.from + DAY }));
  const earlier = times(5, () => closedSale({ closePrice: 900_000, closeDate: MAY.from - DAY }));
  const { figures } = computeSnapshot({
    active: reading(times(6, () => activeListing())),
    pending: reading(times(3, () => pendingListing())),
    closed: reading([...inMay, ...earlier]),
    ...windows,
  });
  expect(figures.medianSalePrice).toMatchObject({ value: 300_000, n: 4, window: MAY, sample: 'too_small_for_change' });
  expect(figures.closedSales).toMatchObject({ value: 4, sample: 'sufficient' });
  expect(figures.monthsOfSupply).toMatchObject({ n: 9, window: QUARTER });
  expect(figures.monthsOfSupply.value).toBeCloseTo(6 / ((9 * 30.4375) / 90), 10);
  expect(figures.pendingRatio.value).toBe(0.5);
  expect(figures.activeListings.window).toBeUndefined();
});

test('a rental that two readings return is one rental; those the feed dropped are added', () => {
  const rental = activeListing({ type: 'RNT', listPrice: 2_000 });
  const snapshot = computeSnapshot({
    active: reading([rental, activeListing()]),
    pending: reading([{ ...rental, status: 'Pending' }]),
    closed: reading([], { dropped: { rental: 3, other_city: 7 } }),
    ...windows,
  });
  expect(snapshot.rentals).toBe(4);
  expect(snapshot.figures.activeListings).toMatchObject({ value: 1, excluded: { rental: 1 } });
});

test('cut-off active listings leave the sale prices standing', () => {
  const { figures } = computeSnapshot({
    active: reading([activeListing()], { truncated: true }),
    pending: reading([]),
    closed: reading(times(5, () => closedSale())),
    ...windows,
  });
  expect(figures.medianSalePrice.value).toBe(390_000);
  const falsified = ['activeListings', 'medianListPrice', 'newListings', 'monthsOfSupply', 'priceCuts'] as const;
  expect(falsified.map((key) => figures[key].value)).toEqual([null, null, null, null, null]);
});

test('cut-off closings leave the active listings standing', () => {
  const { figures } = computeSnapshot({
    active: reading([activeListing()]),
    pending: reading([]),
    closed: reading(
      times(5, () => closedSale()),
      { truncated: true },
    ),
    ...windows,
  });
  expect(figures.activeListings.value).toBe(1);
  expect(figures.pendingListings.value).toBe(0);
  const falsified = ['closedSales', 'medianSalePrice', 'daysOnMarket', 'saleToList', 'absorption'] as const;
  expect(falsified.map((key) => figures[key].value)).toEqual([null, null, null, null, null]);
});

const amount = fc.option(fc.oneof(fc.constantFrom(0, -1, 1, 9_999, Number.NaN), fc.integer({ min: -5, max: 9e6 })), {
  nil: null,
});
const instant = fc.option(fc.integer({ min: QUARTER.from - 5 * DAY, max: MAY.to + 5 * DAY }), { nil: null });
const listing: fc.Arbitrary<Listing> = fc
  .record({
    mlsId: fc.integer({ min: 1, max: 1e6 }),
    status: fc.constantFrom('Active' as const, 'Pending' as const, 'Closed' as const),
    type: fc.constantFrom('RES' as const, 'CND' as const, 'RNT' as const, null),
    listPrice: amount,
    originalListPrice: amount,
    closePrice: amount,
    livingArea: amount,
    daysOnMarket: amount,
    listDate: instant,
    contractDate: instant,
    closeDate: instant,
  })
  .map((fields) => activeListing(fields));

test('any field missing, zero or absurd: each figure is finite or null with a reason, and no row is lost (V10)', () => {
  fc.assert(
    fc.property(fc.array(listing, { maxLength: 40 }), fc.boolean(), (listings, truncated) => {
      const all = reading(listings, { truncated });
      const snapshot = computeSnapshot({ active: all, pending: all, closed: all, ...windows });
      for (const figure of Object.values(snapshot.figures)) {
        expect(figure.value === null).toBe(figure.reason !== undefined);
        if (figure.value !== null) expect(Number.isFinite(figure.value) && figure.value >= 0).toBe(true);
      }
      const { active, closed } = snapshot.populations;
      const left = (excluded: object) => Object.values(excluded).reduce((a, b) => a + b, 0);
      expect(active.listings.length + left(active.excluded)).toBe(listings.length);
      const { medianSalePrice } = snapshot.figures;
      expect(medianSalePrice.n + left(medianSalePrice.excluded)).toBe(closed.listings.length + left(closed.excluded));
    }),
    { numRuns: 500 },
  );
});
