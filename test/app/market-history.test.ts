import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { rawHouse } from '../support/feed/row.ts';
import { type FeedServer, startFeedServer } from '../support/feed-server.ts';
import { addTestAccount, addTestSchedule, countOf } from '../support/fixtures.ts';
import { tickAt } from './tick-at.ts';

// What is for sale is written down by each report, so that one a month later can tell how it moved.
const DAY_MS = 86_400_000;
const FIRST = new Date();
let database: TestDatabase;
let feed: FeedServer;
let cwd: string;
let homes: number;

beforeEach(async () => {
  homes = 8;
  const rows = () => Array.from({ length: homes }, (_, i) => rawHouse(i + 1));
  [database, feed, cwd] = await Promise.all([
    createTestDatabase(),
    startFeedServer({ rows, username: 'vendor-user', password: 'vendor-password', requestsPerSecond: 1_000 }),
    mkdtemp(join(tmpdir(), 'reportctl-inventory-')),
  ]);
});
afterEach(() => Promise.all([database.close(), feed.close(), rm(cwd, { recursive: true })]));

interface Change {
  text: string;
  sign: number;
}

/** Makes one report for the instant and returns how its active listings moved. */
async function changesAt(at: Date, filters: object = {}, more: Record<string, string> = {}): Promise<Change[]> {
  const account = await addTestAccount(database.pool);
  const nextRunAt = new Date(at.getTime() - 1_000);
  const schedule = await addTestSchedule(database.pool, account, { cities: ['Houston'], nextRunAt });
  await database.pool.query('update schedules set filters = $2 where id = $1', [schedule, filters]);
  const env = {
    DATABASE_URL: database.url,
    SIMPLYRETS_USERNAME: 'vendor-user',
    SIMPLYRETS_PASSWORD: 'vendor-password',
    SIMPLYRETS_BASE_URL: feed.url,
    MAIL_TRANSPORT: 'outbox',
    OUTBOX_DIR: join(cwd, 'outbox'),
    LOG_LEVEL: 'silent',
    ...more,
  };
  expect(await tickAt(at, { env, cwd })).toMatchObject({ completed: 1, failed: 0 });
  await database.pool.query(`update schedules set status = 'paused'`);
  const { rows } = await database.pool.query<{ model: { figures: { key: string; changes: Change[] }[] } }>(
    `select g.model from report_generations g join schedule_runs r on r.id = g.run_id where r.schedule_id = $1`,
    [schedule],
  );
  return rows[0]?.model.figures.find(({ key }) => key === 'activeListings')?.changes ?? [];
}

test('thirty days on, active listings are set against what was written down', async () => {
  expect(await changesAt(FIRST)).toEqual([]);
  expect(await countOf(database.pool, 'inventory_snapshots where active = 8')).toBe(1);
  homes = 12;
  const later = new Date(FIRST.getTime() + 30 * DAY_MS);
  expect(await changesAt(later)).toMatchObject([{ text: '50.0%', sign: 1, against: 'the previous 30 days' }]);
  expect(await countOf(database.pool, 'inventory_snapshots')).toBe(2);
});

test('a selection of homes is not set against a whole market, but writes it down; nor is another account’s', async () => {
  expect(await changesAt(FIRST, { minprice: 1 })).toEqual([]);
  expect(await countOf(database.pool, 'inventory_snapshots where active = 8')).toBe(1);
  const later = new Date(FIRST.getTime() + 30 * DAY_MS);
  expect(await changesAt(later, { minprice: 1 })).toEqual([]);
  const elsewhere = { SIMPLYRETS_BASE_URL: feed.url.replace('127.0.0.1', 'localhost') };
  expect(await changesAt(later, {}, elsewhere)).toEqual([]);
  expect(await changesAt(later)).toHaveLength(1);
});
