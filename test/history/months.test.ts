import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { storeMonths } from '../../src/history/queries.ts';
import { refreshMonths } from '../../src/history/refresh-months.ts';
import type { HistoryScope } from '../../src/history/scope.ts';
import { readSeries } from '../../src/history/series.ts';
import type { ListingFeed, ListingQuery } from '../../src/listings/feed.ts';
import { createSampleFeed } from '../../src/listings/sample/sample-feed.ts';
import { aggregateMonth, completeMonths } from '../../src/market/monthly.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const NOW = new Date('2026-03-10T18:00:00Z');
const DAY = 86_400_000;
const scope: HistoryScope = {
  feedId: 'sample',
  area: { cities: ['Ojai'], postalCodes: [] },
  zone: 'America/Los_Angeles',
  types: ['RES', 'CND'],
};
const sample = createSampleFeed({ clock: { now: () => NOW } });
const signal = new AbortController().signal;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => database.pool.query('truncate market_months'));
afterAll(() => database.close());

/** The sample feed, which notes what it is asked and can break off. */
function feedOf(change: (query: ListingQuery, asked: number) => { truncated?: boolean; fail?: Error } = () => ({})) {
  const asked: ListingQuery[] = [];
  const search: ListingFeed['search'] = async (query, options) => {
    asked.push(query);
    const { fail, ...changes } = change(query, asked.length);
    if (fail) throw fail;
    return { ...(await sample.search(query, options)), ...changes };
  };
  return { asked, search };
}

const step = (feed: Pick<ListingFeed, 'search'>, now = NOW, most = 5) =>
  refreshMonths({ db: database.pool, feed }, scope, { now, most, signal });

test('the back-fill goes in bounded steps, and the series is withheld until it is whole', async () => {
  const feed = feedOf();
  const waiting: number[] = [];
  for (let tick = 1; tick <= 5; tick += 1) {
    expect(await readSeries(database.pool, scope, NOW)).toEqual({ whole: false, have: (tick - 1) * 5, of: 24 });
    waiting.push((await step(feed)).waiting);
    expect(feed.asked.length).toBeLessThanOrEqual(tick * 5);
  }
  expect(waiting).toEqual([19, 14, 9, 4, 0]);
  const series = await readSeries(database.pool, scope, NOW);
  if (!series.whole) throw new Error('24 months were read');
  const months = completeMonths(NOW, 24, scope.zone);
  expect(series.months.map(({ month }) => month)).toEqual(months.map(({ month }) => month));
  const [first] = months;
  if (!first) throw new Error('24 months were asked for');
  const { from, to } = first.window;
  const reading = await sample.search(
    { ...scope.area, statuses: ['Closed'], types: ['residential', 'condominium'], closed: { from, to } },
    { signal },
  );
  expect(series.months[0]).toEqual({ ...aggregateMonth(reading, first), active: null });
});

test('afterwards only the last sixty days are read again, once a day', async () => {
  const feed = feedOf();
  await step(feed, NOW, 24);
  expect(await step(feed)).toEqual({ read: 0, waiting: 0 });
  feed.asked.length = 0;
  expect(await step(feed, new Date(NOW.getTime() + DAY))).toEqual({ read: 2, waiting: 0 });
  expect(feed.asked.map(({ closed }) => new Date(closed?.from ?? 0).toISOString().slice(0, 7))).toEqual([
    '2026-02',
    '2026-01',
  ]);
});

test('what was read before the vendor broke off stays', async () => {
  const down = new Error('vendor down');
  await expect(step(feedOf((_, asked) => (asked > 3 ? { fail: down } : {})))).rejects.toBe(down);
  expect(await readSeries(database.pool, scope, NOW)).toMatchObject({ have: 3 });
});

test('a month that was cut off does not count, and never replaces a whole one', async () => {
  await step(
    feedOf(() => ({ truncated: true })),
    NOW,
    24,
  );
  expect(await readSeries(database.pool, scope, NOW)).toEqual({ whole: false, have: 0, of: 24 });
  const later = new Date(NOW.getTime() + DAY);
  await step(feedOf(), later, 24);
  expect(await readSeries(database.pool, scope, NOW)).toMatchObject({ whole: true });
  await step(
    feedOf(() => ({ truncated: true })),
    new Date(later.getTime() + DAY),
    24,
  );
  expect(await readSeries(database.pool, scope, NOW)).toMatchObject({ whole: true });
});

test('a slower process does not put older numbers over newer ones', async () => {
  const month = {
    month: '2026-02-01',
    closed: 9,
    medianSalePrice: 1.5,
    medianDaysOnMarket: null,
    saleToList: 0.98,
    complete: true,
  };
  await storeMonths(database.pool, scope, [month], NOW);
  await storeMonths(database.pool, scope, [{ ...month, closed: 7 }], new Date(NOW.getTime() - 1_000));
  const { rows } = await database.pool.query('select closed, median_sale_price::float8 as price from market_months');
  expect(rows).toEqual([{ closed: 9, price: 1.5 }]);
});

test('another vendor account does not see them', async () => {
  await step(feedOf(), NOW, 24);
  expect(await readSeries(database.pool, { ...scope, feedId: 'other' }, NOW)).toMatchObject({ have: 0 });
});
