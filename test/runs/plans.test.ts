import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertReservations } from '../../src/accounts/queries.ts';
import { noteTick } from '../../src/pipeline/queries.ts';
import { claimReadyRuns } from '../../src/runs/claim-queries.ts';
import { lockDueSchedules } from '../../src/scheduling/dispatch-queries.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { planOf } from '../support/explain.ts';
import { addTestAccount } from '../support/fixtures.ts';

// Claims get slow when the index is not the claim's own where and order-by: 131 ms at 200k rows against 0.04 ms flat.
let database: TestDatabase;
let account: string;
const now = new Date('2026-06-10T14:00:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
  account = await addTestAccount(database.pool);
  await database.pool.query(
    `insert into schedules (id, account_id, name, report_type, cities, cadence, send_time, timezone, next_run_at, created_at)
     select gen_random_uuid(), $1, 's', 'market_snapshot', '{Houston}', 'daily', '09:00', 'America/Chicago',
       $2::timestamptz + n * interval '1 minute', $2 from generate_series(1, 20000) n`,
    [account, now],
  );
  await database.pool.query(
    `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, fair_key, created_at, finished_at)
     select gen_random_uuid(), gen_random_uuid(), $1, 'schedule', $2, case when n % 10 = 0 then 'queued' else 'completed' end,
       n, $2, case when n % 10 = 0 then null else $2::timestamptz end from generate_series(1, 50000) n`,
    [account, now],
  );
  await database.pool.query(
    `insert into report_generations (id, account_id, run_id, status, created_at)
     select gen_random_uuid(), case when n < 100 then $1 else gen_random_uuid() end, gen_random_uuid(), 'completed', $2
     from generate_series(1, 20000) n`,
    [account, now],
  );
  await database.pool.query(
    `insert into notices (id, account_id, kind, period, status, created_at, due_at)
     select gen_random_uuid(), gen_random_uuid(), 'limit_reached', '2026-06', 'sent', $1, $1 from generate_series(1, 20000)`,
    [now],
  );
  await database.pool.query(
    `insert into market_backfills (area, property_types, feed_id, cities, postal_codes, timezone, requested_at, due_at)
     select n::text, '', 'board', '{}', '{}', 'UTC', $1, $1::timestamptz + interval '1 hour' from generate_series(1, 20000) n`,
    [now],
  );
  await database.pool.query('analyze');
});
afterAll(() => database.close());

test('the claim walks its own index in order: no sort of the queue, no scan of the history', async () => {
  const plan = await planOf(database.pool, (db) =>
    claimReadyRuns(db, {
      ...{ queue: 'default', now, want: 8, token: randomUUID(), leaseUntil: now, host: 'h', hostConcurrency: 8 },
      ...{ accountConcurrency: 4, ownTokens: [], startedAt: now },
    }),
  );
  expect(plan.some(({ index }) => index === 'schedule_runs_claim')).toBe(true);
  expect(plan.filter(({ type, relation }) => type === 'Seq Scan' && relation === 'schedule_runs')).toEqual([]);
  const scan = plan.findIndex(({ index }) => index === 'schedule_runs_claim');
  expect(plan[scan - 1]?.type).not.toMatch(/Sort/);
});

test('dispatch walks the due index in order', async () => {
  const plan = await planOf(database.pool, (db) => lockDueSchedules(db, { queue: 'default', now, limit: 500 }));
  expect(plan.map(({ type }) => type)).toEqual(['Limit', 'LockRows', 'Index Scan']);
  expect(plan[2]?.index).toBe('schedules_due');
});

test('a reservation counts by the month’s index', async () => {
  const plan = await planOf(database.pool, (db) =>
    insertReservations(
      db,
      {
        ...{ runIds: [randomUUID()], accountIds: [account], limits: [10], enforced: [true] },
        ...{ periodStarts: [now], periodEnds: [new Date('2026-07-01T05:00:00Z')] },
      },
      now,
    ),
  );
  expect(plan.filter(({ type, relation }) => type === 'Seq Scan' && relation === 'report_generations')).toEqual([]);
  expect(plan.some(({ index }) => index === 'report_generations_month')).toBe(true);
});

test('an idle tick’s one statement scans no queue, no history, no notices that were sent and no markets to be read later', async () => {
  // Idle: nothing is queued. With thousands queued any scan finds one at once, and may.
  await database.pool.query(`delete from schedule_runs where status = 'queued'`);
  await database.pool.query('vacuum analyze schedule_runs');
  const plan = await planOf(database.pool, async (db) => {
    // Explained, it reads no row.
    await noteTick(db, { host: 'h', queue: 'default', now }).catch(() => {});
  });
  const scanned = plan.flatMap(({ type, relation }) => (type === 'Seq Scan' ? [relation] : []));
  expect(scanned.filter((relation) => relation !== 'hosts')).toEqual([]);
  expect(plan.some(({ index }) => index === 'notices_open')).toBe(true);
  // Walked whole, by skipping, it costs 10.4 instead of 6.1.
  const backfills = plan.find(({ index }) => index === 'market_backfills_due');
  expect(backfills?.cost).toBeLessThan(8);
});
