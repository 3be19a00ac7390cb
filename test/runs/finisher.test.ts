import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Ended, writeOutcomes } from '../../src/runs/finisher.ts';
import type { RunOutcome } from '../../src/runs/run.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns } from '../support/fixtures.ts';

let database: TestDatabase;
let account: string;
beforeEach(async () => {
  database = await createTestDatabase();
  account = await addTestAccount(database.pool);
});
afterEach(() => database.close());

const now = new Date('2026-06-10T14:00:00Z');
const log = pino({ level: 'silent' });

async function startRun(scheduleId: string, finishedAt = now): Promise<(outcome: RunOutcome) => Ended> {
  const [id, token] = [randomUUID(), randomUUID()];
  await database.pool.query(
    `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, attempt, claim_token,
       lease_until, created_at) values ($1, $2, $3, 'manual', $5, 'running', 1, $4, $5, $5)`,
    [id, scheduleId, account, token, now],
  );
  await database.pool.query(
    `insert into report_generations (id, account_id, run_id, status, created_at) values ($1, $2, $3, 'reserved', $4)`,
    [randomUUID(), account, id, now],
  );
  return (outcome) => ({
    run: {
      ...{
        id,
        scheduleId,
        accountId: account,
        trigger: 'manual',
        scheduledFor: now,
        missed: 0,
        retryOf: null,
        attempt: 1,
      },
      token,
    },
    outcome,
    startedAt: now,
    finishedAt,
  });
}

const addSchedule = () => addTestSchedule(database.pool, account);
const completed: RunOutcome = { kind: 'finished', status: 'completed' };
const failed = (scope: 'schedule' | 'system', errorCode = 'no_such_place'): RunOutcome => ({
  kind: 'finished',
  status: 'failed',
  errorCode,
  error: 'There is no such city.',
  scope,
});

async function finish(scheduleId: string, outcome: RunOutcome, finishedAt = now) {
  return writeOutcomes(database.pool, [(await startRun(scheduleId, finishedAt))(outcome)], log);
}

async function scheduleOf(id: string) {
  const { rows } = await database.pool.query('select * from schedules where id = $1', [id]);
  return rows[0];
}

const generations = async () =>
  (await database.pool.query('select status from report_generations order by id')).rows.map(({ status }) => status);

test('a completed run, its generation and its schedule are written together', async () => {
  const id = await addSchedule();
  await database.pool.query(`update schedules set consecutive_failures = 2, last_error = 'x'`);
  expect(await finish(id, completed)).toMatchObject({ written: [{ outcome: completed }], lost: [] });
  expect(await scheduleOf(id)).toMatchObject({ consecutive_failures: 0, last_error: null, last_run_at: now });
  expect(await generations()).toEqual(['completed']);
});

test('a failed run gives its place in the month back', async () => {
  await finish(await addSchedule(), failed('schedule'));
  expect(await generations()).toEqual(['released']);
});

test('whoever lost the lease writes nothing (R2)', async () => {
  const id = await addSchedule();
  const end = (await startRun(id))(completed);
  await database.pool.query('update schedule_runs set claim_token = $1', [randomUUID()]);
  expect(await writeOutcomes(database.pool, [end], log)).toMatchObject({ written: [], lost: [end] });
  expect(await allRuns(database.pool)).toMatchObject([{ status: 'running' }]);
  expect(await generations()).toEqual(['reserved']);
  expect(await scheduleOf(id)).toMatchObject({ last_run_at: null });
});

test('a terminal row is never rewritten (R10)', async () => {
  const end = (await startRun(await addSchedule()))(completed);
  await writeOutcomes(database.pool, [end], log);
  const again = await writeOutcomes(database.pool, [{ ...end, outcome: failed('schedule') }], log);
  expect(again.lost).toHaveLength(1);
  expect(await allRuns(database.pool)).toMatchObject([{ status: 'completed', error: null }]);
});

test.each([
  [true, 1],
  [false, 0],
])('a run given back (attempt burned: %s) waits as attempt %i, its place kept', async (burnAttempt, attempt) => {
  const availableAt = new Date('2026-06-10T14:05:00Z');
  const outcome: RunOutcome = { kind: 'requeued', availableAt, burnAttempt, errorCode: 'x', error: 'y' };
  await finish(await addSchedule(), outcome);
  const { rows } = await database.pool.query('select status, attempt, available_at, claim_token from schedule_runs');
  expect(rows).toEqual([{ status: 'queued', attempt, available_at: availableAt, claim_token: null }]);
  expect(await generations()).toEqual(['reserved']);
});

describe('the failure counter', () => {
  test('the third failure of the schedule’s own pauses it, with a reason (R11)', async () => {
    const id = await addSchedule();
    expect(await finish(id, failed('schedule'))).toMatchObject({ pausedSchedules: [] });
    expect(await finish(id, failed('schedule'))).toMatchObject({ pausedSchedules: [] });
    expect(await finish(id, failed('schedule'))).toMatchObject({ pausedSchedules: [id] });
    expect(await scheduleOf(id)).toMatchObject({
      status: 'paused',
      paused_by: 'failures',
      paused_reason: expect.stringMatching(/3 times.*no such city/),
      next_run_at: null,
    });
  });

  test('after an outage, which pauses nobody, only a failure of its own pauses it: no skip, no system failure', async () => {
    const id = await addSchedule();
    await database.pool.query('update schedules set consecutive_failures = 3');
    for (const outcome of [{ kind: 'finished', status: 'skipped_limit' }, failed('system')] as const) {
      expect(await finish(id, outcome)).toMatchObject({ pausedSchedules: [] });
    }
    expect(await scheduleOf(id)).toMatchObject({ status: 'active', consecutive_failures: 3 });
    expect(await finish(id, failed('schedule'))).toMatchObject({ pausedSchedules: [id] });
  });

  test('a third failure is never recorded without its pause', async () => {
    const id = await addSchedule();
    await database.pool.query('update schedules set consecutive_failures = 2');
    await database.pool.query('alter table notices rename to elsewhere');
    await expect(finish(id, failed('schedule'))).rejects.toThrow(/notices/);
    expect(await scheduleOf(id)).toMatchObject({ status: 'active', consecutive_failures: 2 });
    expect(await allRuns(database.pool)).toMatchObject([{ status: 'running' }]);
  });

  test('a failure of the system never counts (R6)', async () => {
    const id = await addSchedule();
    for (let i = 0; i < 5; i++) await finish(id, failed('system', 'simplyrets_unavailable'));
    expect(await scheduleOf(id)).toMatchObject({ status: 'active', consecutive_failures: 0 });
  });

  test('a success in between starts over; a skip does neither', async () => {
    const id = await addSchedule();
    await finish(id, failed('schedule'));
    await finish(id, { kind: 'finished', status: 'skipped_empty' });
    expect(await scheduleOf(id)).toMatchObject({ consecutive_failures: 1 });
    await finish(id, completed);
    await finish(id, failed('schedule'));
    expect(await scheduleOf(id)).toMatchObject({ consecutive_failures: 1, status: 'active' });
  });

  test('many schedules failing alike within the hour are an outage and pause nobody (T12)', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, addSchedule));
    for (let round = 0; round < 3; round++) for (const id of ids) await finish(id, failed('schedule'));
    for (const id of ids) expect(await scheduleOf(id)).toMatchObject({ status: 'active', consecutive_failures: 3 });
  });

  test('failures of another kind, or of yesterday, make no outage', async () => {
    const yesterday = new Date(now.getTime() - 86_400_000);
    for (let i = 0; i < 5; i++) await finish(await addSchedule(), failed('schedule'), yesterday);
    for (let i = 0; i < 5; i++) await finish(await addSchedule(), failed('schedule', 'no_area'));
    const id = await addSchedule();
    for (let i = 0; i < 3; i++) await finish(id, failed('schedule'));
    expect(await scheduleOf(id)).toMatchObject({ status: 'paused' });
  });
});
