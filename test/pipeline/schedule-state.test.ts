import { randomUUID } from 'node:crypto';
import { expect, test as plain, vi } from 'vitest';
import { pauseSchedule, resumeSchedule } from '../../src/pipeline/schedule-state.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns, countOf } from '../support/fixtures.ts';

const test = plain.extend<{ database: TestDatabase }>({
  database: async ({ task: _task }, use) => {
    const database = await createTestDatabase();
    await use(database);
    await database.close();
  },
});

const NOW = new Date('2026-06-10T15:00:00Z');
const DAILY = { cadence: 'daily', sendTime: '09:00', timezone: 'UTC' } as const;

/** Runs `work` while another process is in a transaction that has done `statement`; that commits once `work` waits. */
async function during<T>({ pool }: TestDatabase, statement: string, values: unknown[], work: () => Promise<T>) {
  const other = await pool.connect();
  try {
    await other.query('begin');
    await other.query(statement, values);
    const working = work();
    const waiting = `pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await vi.waitUntil(async () => (await countOf(pool, waiting)) > 0, 60_000);
    await other.query('commit');
    return await working;
  } finally {
    other.release(true);
  }
}

test('a resume that meets an edit begins by the new rule', async ({ database }) => {
  const account = await addTestAccount(database.pool);
  const id = await addTestSchedule(database.pool, account, { ...DAILY, status: 'paused', nextRunAt: null });
  const edit = `update schedules set send_time = '17:00' where id = $1`;
  const resumed = await during(database, edit, [id], () => resumeSchedule(database.pool, id, NOW));
  expect(resumed.next_run_at).toEqual(new Date('2026-06-10T17:00:00Z'));
});

test('a resume of what is active leaves a cursor where the dispatch that it met has moved it', async ({ database }) => {
  const account = await addTestAccount(database.pool);
  const id = await addTestSchedule(database.pool, account, { ...DAILY, nextRunAt: new Date('2026-06-10T09:00:00Z') });
  const next = new Date('2026-06-11T09:00:00Z');
  const dispatch = 'update schedules set next_run_at = $2 where id = $1';
  const resumed = await during(database, dispatch, [id, next], () => resumeSchedule(database.pool, id, NOW));
  expect(resumed.next_run_at).toEqual(next);
});

test('a pause cancels what was dispatched and claimed while it waited for the dispatch', async ({ database }) => {
  const account = await addTestAccount(database.pool);
  const id = await addTestSchedule(database.pool, account, DAILY);
  const dispatchAndClaim = `with schedule as (select id, account_id from schedules where id = $1 for no key update)
    insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, claim_token, lease_until, created_at)
    select $2, id, account_id, 'schedule', $3, 'running', $2, $3, $3 from schedule`;
  const pause = () => pauseSchedule(database.pool, id, 'for a test', NOW);
  expect(await during(database, dispatchAndClaim, [id, randomUUID(), NOW], pause)).toEqual({ cancelled: 1 });
  expect((await allRuns(database.pool)).map(({ status }) => status)).toEqual(['cancelled']);
});
