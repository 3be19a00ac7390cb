import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Queryable } from '../../src/db/pool.ts';
import * as queries from '../../src/ops/status-queries.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { planOf } from '../support/explain.ts';

let database: TestDatabase;
const now = new Date('2026-06-10T14:00:00Z');

/** A history of 20,000 ended runs and as many schedules, of which next to nothing is open. */
beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  await pool.query(`insert into accounts (id, name, timezone, created_at) values ($1, 'Harbor Realty', 'UTC', now())`, [
    randomUUID(),
  ]);
  await pool.query(
    `insert into schedules (id, account_id, name, report_type, cities, cadence, send_time, timezone, status,
      paused_by, next_run_at, created_at)
    select gen_random_uuid(), (select id from accounts), 'test', 'market_snapshot', '{Houston}', 'daily', '09:00', 'UTC',
      case when i % 500 = 0 then 'paused' else 'active' end, case when i % 500 = 0 then 'failures' end,
      $1::timestamptz + i * interval '1 minute', now() from generate_series(1, 20000) i`,
    [now],
  );
  await pool.query(
    `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, created_at, finished_at)
    select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'schedule', t, case when i % 50 = 0 then 'failed' else 'completed' end, t, t
    from (select i, $1::timestamptz - i * interval '20 minutes' as t from generate_series(1, 20000) i) past`,
    [now],
  );
  await pool.query(`insert into deliveries (run_id, recipient, status, updated_at)
    select id, 'reader@example.com', 'sent', finished_at from schedule_runs`);
  await pool.query('analyze');
});
afterAll(() => database.close());

const before = new Date(now.getTime() - 86_400_000);

test.each([
  ['queue', (db: Queryable) => queries.readQueue(db, { now, overdueBefore: before, lostBefore: before })],
  ['failures', (db: Queryable) => queries.listFailures(db, before)],
  ['paused', (db: Queryable) => queries.countPaused(db)],
  ['broken', (db: Queryable) => queries.listBroken(db, 5)],
  ['unknown', (db: Queryable) => queries.countUnknown(db, before)],
])('%s reads no table from end to end', async (_name, work) => {
  const scanned = (await planOf(database.pool, work)).filter(({ type }) => type === 'Seq Scan');
  expect(scanned.map(({ relation }) => relation)).toEqual([]);
});
