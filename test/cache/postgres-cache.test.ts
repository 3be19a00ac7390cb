import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Cache } from '../../src/cache/cache.ts';
import { createPostgresCache, sweep } from '../../src/cache/postgres-cache.ts';
import { openPool } from '../../src/db/pool.ts';
import { createTestDatabase, type TestDatabase, withDatabase } from '../support/database.ts';
import { collectWarnings } from './warnings.ts';

let database: TestDatabase;
let cache: Cache;
let time: number;
const clock = { now: () => new Date(time) };
const warnings = collectWarnings();

beforeAll(async () => {
  database = await createTestDatabase();
  cache = createPostgresCache({ pool: database.pool, clock, log: warnings.log });
});
beforeEach(async () => {
  time = Date.parse('2026-02-01T00:00:00Z');
  await database.pool.query('delete from cache_entries');
});
afterAll(() => database.close());

const rowCount = async () => (await database.pool.query('select from cache_entries')).rowCount;

test('an entry is gone at the very millisecond it expires, whatever the host says the time is', async () => {
  await cache.set('k', 'v', 60);
  time += 59_999;
  expect(await cache.get('k')).toBe('v');
  expect(await cache.list()).toEqual([{ key: 'k', bytes: 3, ttlSeconds: 1 }]);
  time += 1;
  expect(await cache.get('k')).toBeNull();
  expect(await cache.list()).toEqual([]);
  expect(await cache.delete('k')).toBe(false);
});

test('storing again renews the lifetime', async () => {
  await cache.set('k', 'v', 60);
  time += 50_000;
  await cache.set('k', 'v', 60);
  time += 50_000;
  expect(await cache.get('k')).toBe('v');
});

test('a lock lapses, and its late holder cannot free the next one', async () => {
  const first = await cache.lock('k', 1000);
  if (first.outcome !== 'acquired') throw new Error(first.outcome);
  time += 999;
  expect((await cache.lock('k', 1000)).outcome).toBe('held');
  time += 1;
  expect((await cache.lock('k', 1000)).outcome).toBe('acquired');
  await first.release();
  expect((await cache.lock('k', 1000)).outcome).toBe('held');
});

test('a sweep deletes what has expired, oldest first, at most as many as asked', async () => {
  for (const ttl of [10, 20, 30, 100]) await cache.set(`k${ttl}`, 1, ttl);
  await cache.lock('k', 15_000);
  time += 30_000;
  expect(await sweep(database.pool, clock.now(), 3)).toBe(3);
  const { rows } = await database.pool.query('select key from cache_entries order by key');
  expect(rows).toEqual([{ key: 'reportctl:v1:k100' }, { key: 'reportctl:v1:k30' }]);
  expect(await sweep(database.pool, clock.now(), 3)).toBe(1);
  expect(await sweep(database.pool, clock.now(), 3)).toBe(0);
  expect(await rowCount()).toBe(1);
});

test('two sweeps at once share the work and wait for nobody', async () => {
  await database.pool.query(
    `insert into cache_entries select 'k' || n, '1', '2026-01-01' from generate_series(1, 100) n`,
  );
  const holder = await database.pool.connect();
  await holder.query(`begin`);
  await holder.query(`select from cache_entries where key = 'k1' for update`);
  const counts = await Promise.all([sweep(database.pool, clock.now(), 50), sweep(database.pool, clock.now(), 50)]);
  await holder.query('rollback');
  holder.release();
  expect(await rowCount()).toBe(100 - counts.reduce((a, b) => a + b));
  expect(await rowCount()).toBeGreaterThan(0);
});

test('values and keys are bound, never spliced', async () => {
  const nasty = `'); drop table cache_entries; --`;
  await cache.set(nasty, nasty);
  expect(await cache.get(nasty)).toBe(nasty);
  expect(await cache.list(`${nasty}*`)).toHaveLength(1);
});

test('a database that fails makes misses and one warning, but an operator is told', async () => {
  const pool = openPool(withDatabase(database.url, 'no_such_database'));
  const broken = createPostgresCache({ pool, clock, log: warnings.log });
  expect(await broken.get('k')).toBeNull();
  expect(await broken.set('k', 1)).toBe(false);
  expect((await broken.lock('k', 1000)).outcome).toBe('unavailable');
  expect(warnings.lines).toEqual([expect.stringMatching(/"code":"3D000".*without it/)]);
  await expect(broken.flush()).rejects.toMatchObject({ code: '3D000' });
  await expect(broken.stats()).rejects.toMatchObject({ code: '3D000' });
  await pool.end();
});
