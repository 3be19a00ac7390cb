import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openPool, type Queryable, transaction } from '../../src/db/pool.ts';
import { lockClaim } from '../../src/delivery/queries.ts';
import { renewLeases } from '../../src/runs/finish-queries.ts';
import { type Ended, writeOutcomes } from '../../src/runs/finisher.ts';
import { rescueLostRuns } from '../../src/runs/rescue.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns, countOf } from '../support/fixtures.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const now = new Date('2026-06-10T14:00:00Z');
const later = new Date(now.getTime() + 60_000);
const log = pino({ level: 'silent' });

async function startRun(): Promise<Ended> {
  const { pool } = database;
  const accountId = await addTestAccount(pool);
  const scheduleId = await addTestSchedule(pool, accountId);
  const [id, token] = [randomUUID(), randomUUID()];
  await pool.query(
    `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, attempt, claim_token,
       lease_until, created_at) values ($1, $2, $3, 'manual', $5, 'running', 1, $4, $5, $5)`,
    [id, scheduleId, accountId, token, now],
  );
  const known = { trigger: 'manual', scheduledFor: now, missed: 0, retryOf: null, attempt: 1 } as const;
  return {
    run: { id, scheduleId, accountId, token, ...known },
    outcome: { kind: 'finished', status: 'completed' },
    startedAt: now,
    finishedAt: now,
  };
}

const waitingBackends = `pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
const someoneWaits = () => vi.waitUntil(async () => (await countOf(database.pool, waitingBackends)) > 0, 60_000);

/** Who waits for a lock looks for a deadlock once, by default after a second: the cycle has to be closed by then. */
const patientDeadlocks = () =>
  database.pool.query(`do $$ begin
    execute format('alter database %I set deadlock_timeout = ''5s''', current_database());
  end $$`);

const lockRow = (tx: Queryable, table: 'schedules' | 'schedule_runs', id: string) =>
  tx.query(`select from ${table} where id = $1 for update`, [id]);

test('the end of a run outlives a deadlock with somebody who locks its schedule first', async () => {
  const end = await startRun();
  let writing: ReturnType<typeof writeOutcomes> | undefined;
  await patientDeadlocks();
  const pool = openPool(database.url);
  await transaction(pool, async (tx) => {
    await lockRow(tx, 'schedules', end.run.scheduleId);
    writing = writeOutcomes(pool, [end], log);
    // It holds its run and waits for the schedule; now we want the run. It has waited longer, so PostgreSQL ends it.
    await someoneWaits();
    await lockRow(tx, 'schedule_runs', end.run.id);
  });
  expect(await writing).toMatchObject({ written: [{ run: { id: end.run.id } }], lost: [] });
  expect(await allRuns(database.pool)).toMatchObject([{ status: 'completed' }]);
  await pool.end();
  // The statistics come a second late.
  const deadlocks = 'pg_stat_database where datname = current_database() and deadlocks = 1';
  await vi.waitUntil(async () => (await countOf(database.pool, deadlocks)) === 1, 60_000);
});

test('a beat waits for no row: a run that is being written is passed by, and still counts as held', async () => {
  const [busy, idle] = [await startRun(), await startRun()];
  const tokens = [busy.run.token, idle.run.token];
  await transaction(database.pool, async (tx) => {
    await lockRow(tx, 'schedule_runs', busy.run.id);
    const held = await renewLeases(database.pool, { tokens, leaseUntil: later });
    expect(held.sort()).toEqual([busy.run.id, idle.run.id].sort());
  });
  const { rows } = await database.pool.query('select id from schedule_runs where lease_until = $1', [later]);
  expect(rows).toEqual([{ id: idle.run.id }]);
});

// R5: a list of thousands is marked row by row for minutes, and each mark locks its run.
test('a beat renews the lease of a run whose delivery is just being marked', async () => {
  const { run } = await startRun();
  await transaction(database.pool, async (tx) => {
    expect(await lockClaim(tx, run)).toBeDefined();
    await renewLeases(database.pool, { tokens: [run.token], leaseUntil: later });
  });
  expect(await countOf(database.pool, 'schedule_runs where lease_until = $1', [later])).toBe(1);
});

test('while a delivery is being marked nobody takes its run away, and afterwards it is seen', async () => {
  const { run } = await startRun();
  const settled: string[][] = [];
  const rescue = () =>
    rescueLostRuns(database.pool, {
      ...{ now: later, maxAttempts: 3 },
      settleLedger: async (_tx, ids) => {
        settled.push(ids);
        return new Map();
      },
    });
  await transaction(database.pool, async (tx) => {
    await lockClaim(tx, run);
    expect(await rescue()).toEqual({ requeued: 0, ended: [] });
  });
  expect(await rescue()).toEqual({ requeued: 1, ended: [] });
  expect(settled).toEqual([[run.id]]);
});
