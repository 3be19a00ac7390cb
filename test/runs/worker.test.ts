import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Bell } from '../../src/core/bell.ts';
import { workError } from '../../src/core/errors.ts';
import { isZone } from '../../src/core/time-zone.ts';
import type { WriteResult } from '../../src/runs/finisher.ts';
import { HeldRuns } from '../../src/runs/held-runs.ts';
import type { RunOutcome } from '../../src/runs/run.ts';
import { Worker, type WorkerOptions } from '../../src/runs/worker.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns } from '../support/fixtures.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const completed: RunOutcome = { kind: 'finished', status: 'completed' };

function workerOptions(changes: Partial<WorkerOptions> = {}): WorkerOptions {
  return {
    pool: database.pool,
    clock: { now: () => new Date() },
    log: pino({ level: 'silent' }),
    held: new HeldRuns(),
    step: async () => completed,
    queue: 'default',
    host: 'here',
    concurrency: 3,
    accountConcurrency: 100,
    leaseMs: 60_000,
    maxAttempts: 3,
    isZone,
    random: () => 0,
    mayClaim: () => true,
    moreExpected: () => false,
    changed: new Bell(),
    onWritten: () => {},
    onClaimed: () => {},
    ...changes,
  };
}

async function queueRuns(count: number): Promise<void> {
  const account = await addTestAccount(database.pool);
  for (let i = 0; i < count; i++) {
    const schedule = await addTestSchedule(database.pool, account, { nextRunAt: null });
    await database.pool.query(
      `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, fair_key, created_at)
       values ($1, $2, $3, 'schedule', now(), 'queued', 1, now())`,
      [randomUUID(), schedule, account],
    );
  }
}

const statuses = async () => (await allRuns(database.pool)).map(({ status }) => status);

test('what is dispatched while a claim finds nothing is still looked for', async () => {
  const changed = new Bell();
  let expected = true;
  const worker = new Worker(
    workerOptions({
      changed,
      moreExpected: () => expected,
      onClaimed: (count) => {
        if (count > 0 || !expected) return;
        // The dispatcher ends in the very moment in which the claim came back empty.
        expected = false;
        void queueRuns(1).then(() => changed.ring());
      },
    }),
  );
  await worker.run();
  expect(await statuses()).toEqual(['completed']);
});

test('no more than the concurrency is worked on at once, and all of it is', async () => {
  await queueRuns(12);
  let [running, most] = [0, 0];
  const step = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    return completed;
  };
  await new Worker(workerOptions({ step })).run();
  expect(most).toBe(3);
  expect(await statuses()).toEqual(Array(12).fill('completed'));
});

test('once it may claim no more, it finishes what it holds and leaves the rest queued', async () => {
  await queueRuns(9);
  let claims = 0;
  await new Worker(workerOptions({ mayClaim: () => claims++ === 0 })).run();
  const all = await statuses();
  expect(all.filter((status) => status === 'completed')).toHaveLength(3);
  expect(all.filter((status) => status === 'queued')).toHaveLength(6);
});

test('work that is interrupted gives its run back without burning the attempt', async () => {
  await queueRuns(1);
  const held = new HeldRuns();
  let began = false;
  const step: WorkerOptions['step'] = (_run, { signal }) => {
    began = true;
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      held.interruptAll('stopping');
    });
  };
  await new Worker(workerOptions({ held, step, mayClaim: () => !began })).run();
  expect(await allRuns(database.pool)).toMatchObject([{ status: 'queued', attempt: 0, error_code: 'stopping' }]);
});

test('outcomes that cannot be written end the worker with the error, after everything under way has ended', async () => {
  await queueRuns(3);
  let ended = 0;
  const step = async () => {
    await database.pool.query('alter table schedule_runs rename column finished_at to elsewhere').catch(() => {});
    ended += 1;
    return completed;
  };
  const written: WriteResult[] = [];
  const worker = new Worker(workerOptions({ step, onWritten: (result) => written.push(result) }));
  await expect(worker.run()).rejects.toThrow(/finished_at/);
  expect(ended).toBe(3);
  expect(written).toEqual([]);
});

test('what ends together is written together, not a slot at a time', async () => {
  await queueRuns(40);
  const writes: number[] = [];
  await new Worker(workerOptions({ onWritten: ({ written }) => writes.push(written.length) })).run();
  expect(writes.reduce((sum, count) => sum + count, 0)).toBe(40);
  expect(Math.max(...writes)).toBeGreaterThan(3);
});

test.each([
  {
    thrown: new TypeError('no x', { cause: new Error('of y') }),
    logged: /^TypeError: no x\n.*caused by: Error: of y/s,
  },
  { thrown: workError('The mail server said no.', 'smtp_said_no'), logged: undefined },
])('of an error the log has the stack where nobody expected it: $thrown.name', async ({ thrown, logged }) => {
  await queueRuns(1);
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => lines.push(line) });
  const step = () => Promise.reject(thrown);
  let claims = 0;
  await new Worker(workerOptions({ log, step, mayClaim: () => claims++ === 0 })).run();
  const failed = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'run failed');
  if (logged === undefined) expect(failed).toMatchObject({ errorCode: 'smtp_said_no', error: thrown.message });
  expect(failed.err?.stack).toEqual(logged === undefined ? undefined : expect.stringMatching(logged));
});
