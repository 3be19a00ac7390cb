import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inventoryAtEnd, recordInventory } from '../../src/history/inventory.ts';
import type { HistoryScope } from '../../src/history/scope.ts';
import { computeSnapshot } from '../../src/market/snapshot.ts';
import { reportWindow } from '../../src/market/window.ts';
import { activeListing, MAY, pendingListing, reading, times } from '../market/examples.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const zone = 'America/Chicago';
const scope: HistoryScope = { feedId: 'a', area: { cities: ['Houston'], postalCodes: [] }, zone, types: ['RES'] };
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => database.pool.query('truncate inventory_snapshots'));
afterAll(() => database.close());

const snapshotOf = (active: number, truncated = false) =>
  computeSnapshot({
    active: reading(
      times(active, () => activeListing()),
      { truncated },
    ),
    pending: reading([pendingListing()]),
    closed: reading([]),
    window: MAY,
    closingsWindow: MAY,
  });
const record = (active: number, at: string, truncated = false) =>
  recordInventory(database.pool, scope, snapshotOf(active, truncated), new Date(at));
/** Of the window that ends at the midnight before that local noon. */
const atEndOf = (day: string, of = scope, days = 30) =>
  inventoryAtEnd(database.pool, of, reportWindow(new Date(`${day}T12:00:00-06:00`), days, zone));

test('is found at the end of an earlier window, of the same area and account alone', async () => {
  // 22:00 of 9 March in Chicago is 10 March in UTC.
  await record(12, '2026-03-10T03:00:00Z');
  expect(await atEndOf('2026-03-09')).toEqual({ day: '2026-03-09', active: 12, pending: 1, medianListPrice: 400_000 });
  expect(await atEndOf('2026-03-09', { ...scope, feedId: 'b' })).toBeNull();
  expect(await atEndOf('2026-03-09', { ...scope, types: ['CND'] })).toBeNull();
});

test('the nearest of three days either way speaks for the day, no further one does', async () => {
  await record(10, '2026-03-10T18:00:00Z');
  await record(14, '2026-03-14T18:00:00Z');
  const actives = await Promise.all(['06', '07', '11', '12', '13', '17', '18'].map((day) => atEndOf(`2026-03-${day}`)));
  expect(actives.map((found) => found?.active ?? null)).toEqual([null, 10, 10, 10, 14, 14, null]);
});

test.each([1, 2, 3, 4])('a look-back of %i days never finds the inventory of its own day', async (days) => {
  await record(10, '2026-03-20T18:00:00Z');
  // The window before a report of 20 March ends `days` earlier.
  expect(await atEndOf(`2026-03-${20 - days}`, scope, days)).toBeNull();
  await record(8, `2026-03-${20 - days}T18:00:00Z`);
  expect(await atEndOf(`2026-03-${20 - days}`, scope, days)).toMatchObject({ active: 8 });
});

test('of several looks on one day the last one stays, whoever writes last', async () => {
  await record(10, '2026-03-10T18:00:00Z');
  await record(11, '2026-03-10T20:00:00Z');
  await record(9, '2026-03-10T15:00:00Z');
  expect(await atEndOf('2026-03-10')).toMatchObject({ active: 11 });
});

test('a reading that was cut off is not written down; an empty market is', async () => {
  expect(await record(12, '2026-03-10T18:00:00Z', true)).toBe(false);
  expect(await atEndOf('2026-03-10')).toBeNull();
  expect(await record(0, '2026-03-10T18:00:00Z')).toBe(true);
  expect(await atEndOf('2026-03-10')).toMatchObject({ active: 0, medianListPrice: null });
});
