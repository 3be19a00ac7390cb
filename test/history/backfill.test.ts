import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { backfillStep } from '../../src/history/backfill.ts';
import { requestBackfill } from '../../src/history/backfill-queries.ts';
import { noteMonths } from '../../src/history/noted-months.ts';
import type { HistoryScope } from '../../src/history/scope.ts';
import { readSeries } from '../../src/history/series.ts';
import { seriesOfFeed } from '../../src/history/series-of-feed.ts';
import type { ListingFeed } from '../../src/listings/feed.ts';
import { createSampleFeed } from '../../src/listings/sample/sample-feed.ts';
import { VendorBusyError } from '../../src/listings/vendor-busy-error.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { countOf } from '../support/fixtures.ts';

const NOW = new Date('2026-03-10T18:00:00Z');
const MINUTE = 60_000;
const scope: HistoryScope = {
  feedId: 'board',
  area: { cities: ['Ojai'], postalCodes: ['93023'] },
  zone: 'America/Los_Angeles',
  types: ['RES', 'CND'],
};
const sample = createSampleFeed({ clock: { now: () => NOW } });
const { signal } = new AbortController();
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => database.pool.query('truncate market_months, market_backfills'));
afterAll(() => database.close());

const step = (feed: Pick<ListingFeed, 'search'> = sample, now = NOW, feedId = 'board') =>
  backfillStep({ db: database.pool, feed, feedId }, { now, signal });
const series = () => readSeries(database.pool, scope, NOW);
const waiting = async () => (await database.pool.query<{ due_at: Date }>('select due_at from market_backfills')).rows;
const closedIn = async (from: string, to: string) => {
  const closed = { from: Date.parse(from), to: Date.parse(to) };
  const answer = await sample.search(
    { ...scope.area, statuses: ['Closed'], types: ['residential', 'condominium'], closed },
    { signal },
  );
  return { ...closed, answer };
};

test('steps of three months, until the series is whole and nothing waits any longer', async () => {
  await requestBackfill(database.pool, scope, NOW);
  const steps = [];
  for (let found = await step(); found !== null; found = await step()) steps.push(found);
  expect(steps.map(({ read, waiting: left }) => [read, left])).toEqual(
    [21, 18, 15, 12, 9, 6, 3, 0].map((left) => [3, left]),
  );
  expect(steps[0]?.places).toEqual(['Ojai', '93023']);
  expect(await series()).toMatchObject({ whole: true });
  expect(await waiting()).toEqual([]);
});

test('two processes at once take two markets, never the same', async () => {
  await requestBackfill(database.pool, scope, NOW);
  await requestBackfill(database.pool, { ...scope, area: { cities: ['Austin'], postalCodes: [] } }, NOW);
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow: Pick<ListingFeed, 'search'> = {
    search: (...asked) => released.then(() => sample.search(...asked)),
  };
  const taken = [step(slow), step(slow)];
  await expect.poll(() => countOf(database.pool, 'market_backfills where due_at > $1', [NOW])).toBe(2);
  const third = await step();
  release();
  const steps = [third, ...(await Promise.all(taken))];
  expect(steps.map((taken) => taken?.places.join() ?? 'none').toSorted()).toEqual(['Austin', 'Ojai,93023', 'none']);
});

test('a market of another vendor account is left to those who can read it', async () => {
  await requestBackfill(database.pool, scope, NOW);
  expect(await step(sample, NOW, 'other board')).toBeNull();
  expect(await step()).toMatchObject({ read: 3 });
});

test('after a failure it waits a quarter of an hour, for a busy vendor as long as that says', async () => {
  await requestBackfill(database.pool, scope, NOW);
  const down = new Error('vendor down');
  await expect(step({ search: () => Promise.reject(down) })).rejects.toBe(down);
  expect(await waiting()).toEqual([{ due_at: new Date(NOW.getTime() + 15 * MINUTE) }]);
  // Who asks again in between hastens nothing.
  await requestBackfill(database.pool, scope, NOW);
  expect(await step()).toBeNull();
  const midnight = new Date('2026-03-11T00:00:05Z');
  const busy = new VendorBusyError(midnight, 'day_spent');
  await expect(step({ search: () => Promise.reject(busy) }, new Date(NOW.getTime() + 20 * MINUTE))).rejects.toBe(busy);
  expect(await waiting()).toEqual([{ due_at: midnight }]);
});

test('a step that its own time ended comes again after a minute', async () => {
  await requestBackfill(database.pool, scope, NOW);
  const stop = new AbortController();
  const search: ListingFeed['search'] = async () => {
    stop.abort();
    throw stop.signal.reason;
  };
  const stopped = backfillStep(
    { db: database.pool, feed: { search }, feedId: 'board' },
    { now: NOW, signal: stop.signal },
  );
  await expect(stopped).rejects.toThrow();
  expect(await waiting()).toEqual([{ due_at: new Date(NOW.getTime() + MINUTE) }]);
});

test('a step whose process died is taken up again after two minutes', async () => {
  await requestBackfill(database.pool, scope, NOW);
  void step({ search: () => new Promise(() => {}) });
  await expect.poll(waiting).toEqual([{ due_at: new Date(NOW.getTime() + 2 * MINUTE) }]);
  expect(await step(sample, new Date(NOW.getTime() + MINUTE))).toBeNull();
  expect(await step(sample, new Date(NOW.getTime() + 2 * MINUTE))).toMatchObject({ read: 3 });
});

test('the months that a report has read whole are kept, and the rest is asked for once', async () => {
  // 90 days to 9 March: of calendar months January and February are in it, December and March are not whole.
  const closings = [await closedIn('2025-12-10T08:00:00Z', '2026-03-10T07:00:00Z')];
  await noteMonths(database.pool, scope, closings, NOW);
  await noteMonths(database.pool, scope, closings, NOW);
  expect(await series()).toEqual({ whole: false, have: 2, of: 24 });
  expect(await waiting()).toHaveLength(1);
  const steps = [];
  for (let found = await step(); found !== null; found = await step()) steps.push(found.read);
  expect(steps.reduce((sum, read) => sum + read, 0)).toBe(22);
  // The same as one reading of all of it would say.
  const atOnce = await seriesOfFeed({ ...sample, activeAt: () => 0 }, scope, NOW, { signal });
  const known = atOnce.whole ? atOnce.months : [];
  expect(await series()).toEqual({ whole: true, months: known.map((month) => ({ ...month, active: null })) });
});

test('readings that touch are one: the month across their seam is kept too', async () => {
  const earlier = await closedIn('2025-12-20T08:00:00Z', '2026-01-20T08:00:00Z');
  const later = await closedIn('2026-01-20T08:00:00Z', '2026-03-10T07:00:00Z');
  const cut = { ...earlier, answer: { ...earlier.answer, truncated: true } };
  await noteMonths(database.pool, scope, [later, cut], NOW);
  expect(await series()).toMatchObject({ have: 1 });
  await noteMonths(database.pool, scope, [later, { ...earlier, to: earlier.to - 1 }], NOW);
  expect(await series()).toMatchObject({ have: 1 });
  await noteMonths(database.pool, scope, [later, earlier], NOW);
  expect(await series()).toMatchObject({ have: 2 });
  const whole = await closedIn('2026-01-01T08:00:00Z', '2026-02-01T08:00:00Z');
  expect(
    await countOf(
      database.pool,
      `market_months where month = '2026-01-01' and closed = ${whole.answer.listings.length}`,
    ),
  ).toBe(1);
});

test('once all are known a report keeps the latest fresh and asks for nothing', async () => {
  await requestBackfill(database.pool, scope, NOW);
  while ((await step()) !== null);
  const { answer, ...period } = await closedIn('2026-02-01T08:00:00Z', '2026-03-01T08:00:00Z');
  const later = new Date(NOW.getTime() + 1_000);
  await noteMonths(database.pool, scope, [{ ...period, answer: { ...answer, listings: [] } }], later);
  expect(await countOf(database.pool, `market_months where month = '2026-02-01' and closed = 0`)).toBe(1);
  expect(await waiting()).toEqual([]);
});

test('closings that were cut off count as no whole month', async () => {
  const { answer, ...period } = await closedIn('2026-01-01T08:00:00Z', '2026-03-01T08:00:00Z');
  await noteMonths(database.pool, scope, [{ ...period, answer: { ...answer, truncated: true } }], NOW);
  expect(await series()).toEqual({ whole: false, have: 0, of: 24 });
  // Nor do they stamp a month as just looked at, or it would never be read by itself.
  expect(await countOf(database.pool, 'market_months')).toBe(0);
});
