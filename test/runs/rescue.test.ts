import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endAbandoned, endUnclaimed } from '../../src/runs/end-queued.ts';
import { lostRunEnd, rescueLostRuns } from '../../src/runs/rescue.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule } from '../support/fixtures.ts';

const started = { attempt: 1, queue: 'default', started_at: new Date(0) };
const ledger = (pending: number, status: 'completed' | 'partial' | 'failed' | null) => ({ pending, status });

test.each([
  ['died while working, attempts left', started, undefined, 'requeue'],
  ['died on its last attempt', { ...started, attempt: 3 }, undefined, 'failed'],
  ['never began, however often', { ...started, attempt: 3, started_at: null }, undefined, 'requeue'],
  ['died between messages', started, ledger(2, 'partial'), 'requeue'],
  ['died after the last message', started, ledger(0, 'completed'), 'completed'],
  ['died while the only message was on its way', started, ledger(0, 'partial'), 'partial'],
  ['died between messages on its last attempt', { ...started, attempt: 3 }, ledger(1, 'partial'), 'partial'],
  ['died before any message on its last attempt', { ...started, attempt: 3 }, ledger(3, 'failed'), 'failed'],
  ['of a session that is gone', { ...started, queue: 'qa:1' }, undefined, 'failed'],
] as const)('a run that %s', (_what, run, state, end) => {
  expect(lostRunEnd(run, state, 3)).toBe(end);
});

describe('in the table', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.close());

  const now = new Date('2026-06-10T14:00:00Z');
  const minutesAgo = (n: number) => new Date(now.getTime() - n * 60_000);

  interface Row {
    status: 'queued' | 'running';
    queue?: string;
    startedAt?: Date | null;
    leaseUntil?: Date;
    createdAt?: Date;
  }

  async function addRun({ status, queue = 'default', startedAt = null, leaseUntil, createdAt = now }: Row) {
    const { pool } = database;
    const account = await addTestAccount(pool);
    const schedule = await addTestSchedule(pool, account);
    const id = randomUUID();
    await pool.query(
      `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, queue, attempt, fair_key,
         claim_token, lease_until, started_at, created_at)
       values ($1, $2, $3, 'manual', $4, $5, $6, 1, 7, $7, $8, $9, $10)`,
      [
        ...[id, schedule, account, now, status, queue],
        ...[status === 'running' ? randomUUID() : null, leaseUntil ?? null, startedAt, createdAt],
      ],
    );
    await pool.query(
      `insert into report_generations (id, account_id, run_id, status, created_at) values ($1, $2, $3, 'reserved', $4)`,
      [randomUUID(), account, id, now],
    );
    return id;
  }

  const rescue = () =>
    rescueLostRuns(database.pool, { now, maxAttempts: 3, settleLedger: () => Promise.resolve(new Map()) });

  async function stateOf(id: string) {
    const { rows } = await database.pool.query(
      `select r.status, attempt, fair_key, error_code, g.status as place
       from schedule_runs r join report_generations g on g.run_id = r.id where r.id = $1`,
      [id],
    );
    return rows[0];
  }

  test('who died at work goes first and alone, who never began keeps attempt and place; the living are left (R1)', async () => {
    const died = await addRun({ status: 'running', startedAt: minutesAgo(3), leaseUntil: minutesAgo(1) });
    const unbegun = await addRun({ status: 'running', leaseUntil: minutesAgo(1) });
    const alive = await addRun({ status: 'running', startedAt: minutesAgo(50), leaseUntil: now });
    expect(await rescue()).toEqual({ requeued: 2, ended: [] });
    const released = { status: 'queued', place: 'released' };
    expect(await stateOf(died)).toEqual({ ...released, attempt: 1, fair_key: 0, error_code: 'process_died' });
    expect(await stateOf(unbegun)).toEqual({ ...released, attempt: 0, fair_key: 7, error_code: 'never_started' });
    expect(await stateOf(alive)).toMatchObject({ status: 'running', place: 'reserved' });
  });

  test('a report that went out ends a row of failures, also where its end is written by a rescue', async () => {
    const id = await addRun({ status: 'running', startedAt: minutesAgo(3), leaseUntil: minutesAgo(1) });
    await database.pool.query(`update schedules set consecutive_failures = 2, last_error = 'x'`);
    const settleLedger = async () => new Map([[id, { pending: 0, status: 'completed' as const }]]);
    await rescueLostRuns(database.pool, { now, maxAttempts: 3, settleLedger });
    const { rows } = await database.pool.query('select consecutive_failures, last_error, last_run_at from schedules');
    expect(rows).toEqual([{ consecutive_failures: 0, last_error: null, last_run_at: now }]);
  });

  test('what ends in a queue of its own after something was sent ends by that, and its place counts', async () => {
    const ids = [
      await addRun({ status: 'queued', queue: 'manual:1' }),
      await addRun({ status: 'queued', queue: 'manual:1' }),
    ];
    await database.pool.query('update schedule_runs set attempt = 0');
    await database.pool.query(
      `insert into deliveries (run_id, recipient, status, updated_at) values ($1, 'a@example.com', 'sent', $2)`,
      [ids[0], now],
    );
    expect(await endUnclaimed(database.pool, 'manual:1', now)).toBe(2);
    expect(await stateOf(ids[0] ?? '')).toMatchObject({ status: 'partial', place: 'completed' });
    expect(await stateOf(ids[1] ?? '')).toMatchObject({ status: 'cancelled', place: 'released' });
  });

  test('what a killed command left in a queue of its own is ended after its time, and frees its place', async () => {
    const left = await addRun({ status: 'queued', queue: 'manual:1', createdAt: minutesAgo(121) });
    const fresh = await addRun({ status: 'queued', queue: 'manual:2', createdAt: minutesAgo(119) });
    const waiting = await addRun({ status: 'queued', createdAt: minutesAgo(60 * 24) });
    expect(await endAbandoned(database.pool, minutesAgo(120), now)).toBe(1);
    expect(await stateOf(left)).toMatchObject({ status: 'cancelled', error_code: 'session_ended', place: 'released' });
    for (const id of [fresh, waiting]) {
      expect(await stateOf(id)).toMatchObject({ status: 'queued', place: 'reserved' });
    }
  });
});
