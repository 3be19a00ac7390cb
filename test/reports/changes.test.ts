import { expect, test } from 'vitest';
import type { Listing } from '../../src/listings/listing.ts';
import { contains } from '../../src/market/window.ts';
import { changeLine } from '../../src/reports/changes.ts';
import { composeReport } from '../../src/reports/compose.ts';
import { windowsOf } from '../../src/reports/windows.ts';
import { closedSale, DAY, times } from '../market/examples.ts';
import { deps, feedOf, houston, modelOf, request } from './examples.ts';

const END = Date.UTC(2025, 5, 1, 5);
const sales = (n: number, daysAgo: number, closePrice: number) =>
  times(n, (i) => closedSale({ closeDate: END - (daysAgo + (i % 20)) * DAY, closePrice, daysOnMarket: 10 }));

const changesOf = async (closed: Parameters<typeof modelOf>[0]) => {
  const { figures } = await modelOf(closed);
  return Object.fromEntries(figures.map(({ key, changes }) => [key, changes.map(changeLine)]));
};

test('a figure is set against the window before and a year ago', async () => {
  const closed = [...sales(20, 2, 420_000), ...sales(10, 33, 400_000), ...sales(16, 367, 300_000)];
  const changes = await changesOf({ ...houston(), closed });
  expect(changes.medianSalePrice).toEqual(['+5.0% from the previous 30 days', '+40.0% from the same days last year']);
  expect(changes.closedSales?.[0]).toBe('+100.0% from the previous 30 days');
  expect(changes.daysOnMarket?.[0]).toBe('unchanged from the previous 30 days');
});

test('a change knows the smaller of the numbers that it rests on, and a narrative tells none of few', async () => {
  const closed = [...sales(20, 2, 420_000), ...sales(6, 33, 400_000), ...sales(16, 367, 300_000)];
  const model = await modelOf({ ...houston(), closed });
  const price = model.figures.find(({ key }) => key === 'medianSalePrice');
  expect(price?.changes.map(({ n }) => n)).toEqual([6, 16]);
  expect(model.narrative?.text).toContain('$420,000, 40.0% more than in the same days last year.');
});

test('past sales that were cut off cost the comparison with them, and nothing else', async () => {
  const closed = [...sales(20, 2, 420_000), ...sales(10, 33, 400_000), ...sales(16, 367, 300_000)];
  const { feed, queries } = feedOf({ ...houston(), closed });
  const { closings, previous } = windowsOf(request.scheduledFor, request.lookbackDays, request.zone);
  const search: typeof feed.search = async (query, options) => {
    const answered = await feed.search(query, options);
    const within = ({ closeDate }: Listing) =>
      query.closed === undefined || (closeDate !== null && contains({ ...query.closed, days: 1 }, closeDate));
    const truncated = query.closed?.from === previous.closings.from;
    return { ...answered, listings: answered.listings.filter(within), truncated };
  };
  const { model } = await composeReport(request, deps({ ...feed, search }));
  const price = model.figures.find(({ key }) => key === 'medianSalePrice');
  expect(price).toMatchObject({ text: '$420,000', n: 20 });
  expect(price?.changes.map(changeLine)).toEqual(['+40.0% from the same days last year']);
  expect(queries.map((query) => query.closed)).toContainEqual({ from: closings.from, to: closings.to });
  expect(queries.map((query) => query.closed)).toContainEqual({ from: previous.closings.from, to: closings.from });
});

test('what fewer than five sales say is no change, and the inventory of then is not known', async () => {
  const changes = await changesOf({ ...houston(), closed: [...sales(20, 2, 420_000), ...sales(4, 33, 400_000)] });
  expect(changes.medianSalePrice).toEqual([]);
  expect(changes.activeListings).toEqual([]);
});

test('a fall has a minus sign, a difference its unit', () => {
  expect(changeLine({ text: '3 days', sign: -1, against: 'the previous 30 days' })).toBe(
    '−3 days from the previous 30 days',
  );
});
