import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import type { RawRow } from '../support/feed/raw.ts';
import { rawHouse, soldHouse } from '../support/feed/row.ts';
import { type FeedServer, startFeedServer } from '../support/feed-server.ts';
import { addTestAccount, addTestSchedule, countOf } from '../support/fixtures.ts';
import { tickAt } from './tick-at.ts';

// What a report reads is written down, so that later ones can tell how the market moved.
const DAY_MS = 86_400_000;
const FIRST = new Date('2026-06-10T17:00:00Z');
/** When the draft of an earlier report is no longer shared. */
const LATER = new Date(FIRST.getTime() + 2 * 3_600_000);
let database: TestDatabase;
let feed: FeedServer;
let cwd: string;
let homes: number;
let sold: RawRow[];

beforeEach(async () => {
  homes = 8;
  sold = [];
  const rows = () => [...Array.from({ length: homes }, (_, i) => rawHouse(i + 1)), ...sold];
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

interface Model {
  figures: { key: string; changes: Change[] }[];
  charts: { key: string; series: { values: (number | null)[] }[] }[];
}

const settings = (more: Record<string, string> = {}) => ({
  DATABASE_URL: database.url,
  SIMPLYRETS_USERNAME: 'vendor-user',
  SIMPLYRETS_PASSWORD: 'vendor-password',
  SIMPLYRETS_BASE_URL: feed.url,
  MAIL_TRANSPORT: 'outbox',
  OUTBOX_DIR: join(cwd, 'outbox'),
  LOG_LEVEL: 'silent',
  ...more,
});

/** Makes one report for the instant. */
async function reportAt(at: Date, filters: object = {}, more: Record<string, string> = {}): Promise<Model> {
  const account = await addTestAccount(database.pool);
  const nextRunAt = new Date(at.getTime() - 1_000);
  const schedule = await addTestSchedule(database.pool, account, { cities: ['Houston'], nextRunAt });
  await database.pool.query('update schedules set filters = $2 where id = $1', [schedule, filters]);
  expect(await tickAt(at, { env: settings(more), cwd })).toMatchObject({ completed: 1, failed: 0 });
  await database.pool.query(`update schedules set status = 'paused'`);
  const { rows } = await database.pool.query<{ model: Model }>(
    `select g.model from report_generations g join schedule_runs r on r.id = g.run_id where r.schedule_id = $1`,
    [schedule],
  );
  if (!rows[0]) throw new Error('the report has no model');
  return rows[0].model;
}

/** How its active listings moved. */
async function changesAt(...report: Parameters<typeof reportAt>): Promise<Change[]> {
  const { figures } = await reportAt(...report);
  return figures.find(({ key }) => key === 'activeListings')?.changes ?? [];
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

/** Six sales in each of 30 months, those of the n-th month before FIRST at 400,000 − 1,000 n. */
const SALES = Array.from({ length: 30 * 6 }, (_, i) => {
  const [n, nth] = [Math.floor(i / 6), i % 6];
  const day = Date.UTC(FIRST.getUTCFullYear(), FIRST.getUTCMonth() - n, 3 + 4 * nth, 12);
  return soldHouse(1_000 + i, new Date(day).toISOString(), { sales: salesOf(day, 400_000 - 1_000 * n) });
});
function salesOf(day: number, closePrice: number) {
  return { closeDate: new Date(day).toISOString(), closePrice };
}

test('the 24 months are read in small steps by the ticks after a report, and shown once they are whole', async () => {
  sold = SALES;
  const keys = ({ charts }: Model) => charts.map(({ key }) => key);
  expect(keys(await reportAt(FIRST))).not.toContain('price_by_month');
  const steps: number[] = [];
  while ((await countOf(database.pool, 'market_backfills')) > 0) {
    const before = feed.requests.length;
    expect(await tickAt(FIRST, { env: settings(), cwd })).toMatchObject({ dispatched: 0, claimed: 0 });
    steps.push(feed.requests.length - before);
    expect(steps.length).toBeLessThan(12);
  }
  // What the report itself had read of them is not asked for again.
  expect(steps.length).toBeLessThan(8);
  expect(await countOf(database.pool, 'market_months where complete')).toBe(24);
  const report = await reportAt(LATER);
  expect(keys(report)[0]).toBe('price_by_month');
  const [latest, before] = report.charts[0]?.series ?? [];
  expect(latest?.values).toEqual(Array.from({ length: 12 }, (_, i) => 400_000 - 1_000 * (12 - i)));
  expect(before?.values).toEqual(Array.from({ length: 12 }, (_, i) => 400_000 - 1_000 * (24 - i)));
  // A selection of homes has another past, and a second board none of this one's.
  expect(keys(await reportAt(LATER, { minprice: 1 }))).not.toContain('price_by_month');
  const elsewhere = { SIMPLYRETS_BASE_URL: feed.url.replace('127.0.0.1', 'localhost') };
  expect(keys(await reportAt(LATER, {}, elsewhere))).not.toContain('price_by_month');
});

test('a hold stops the back-fill too, and a vendor that is down fails no tick', async () => {
  sold = SALES;
  await reportAt(FIRST);
  await database.pool.query(`insert into hosts (host, hold) values ('*', true)`);
  const before = feed.requests.length;
  await tickAt(FIRST, { env: settings(), cwd });
  expect(feed.requests.length).toBe(before);
  await database.pool.query(`delete from hosts where host = '*'`);
  const away = settings({ SIMPLYRETS_PASSWORD: 'wrong' });
  expect(await tickAt(FIRST, { env: away, cwd })).toMatchObject({ claimed: 0, failed: 0 });
  expect(await countOf(database.pool, 'market_backfills where due_at > $1', [FIRST])).toBe(1);
});
