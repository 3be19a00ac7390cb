import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPool } from '../../src/db/pool.ts';
import { tick } from '../../src/pipeline/tick.ts';
import type { TickOptions } from '../../src/pipeline/tick-options.ts';
import type { RunOutcome } from '../../src/runs/run.ts';
import type { RunStep } from '../../src/runs/worker.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns, countOf } from '../support/fixtures.ts';

let database: TestDatabase;
let account: string;
beforeEach(async () => {
  database = await createTestDatabase();
  account = await addTestAccount(database.pool);
});
afterEach(() => database.close());

const completed: RunOutcome = { kind: 'finished', status: 'completed' };

const options = (step: RunStep, changes: Partial<TickOptions> = {}): TickOptions => ({
  pool: database.pool,
  openHeartbeatPool: () => openPool(database.url, { max: 1 }),
  clock: { now: () => new Date() },
  log: pino({ level: 'silent' }),
  host: 'here',
  queue: 'default',
  concurrency: 4,
  accountConcurrency: 4,
  leaseMs: 60_000,
  maxAttempts: 3,
  budgetMs: 60_000,
  untilIdle: false,
  redispatchMs: 20,
  stop: new AbortController().signal,
  graceMs: 1_000,
  prepare: async () => step,
  notify: async () => {},
  backfill: async () => {},
  random: () => 0,
  residentBytes: () => 0,
  ...changes,
});

/** A first run that ends only when another one, which became due while it worked, has been made. */
function lateSchedule(): RunStep {
  let second: () => void = () => {};
  const made = new Promise<void>((resolve) => {
    second = resolve;
  });
  let runs = 0;
  return async () => {
    runs += 1;
    if (runs === 1) {
      await addTestSchedule(database.pool, account);
      await made;
    } else second();
    return completed;
  };
}

test('while it holds work it dispatches and claims what becomes due, beyond its budget, and ends when idle', async () => {
  await addTestSchedule(database.pool, account);
  const summary = await tick(options(lateSchedule(), { untilIdle: true, budgetMs: 0 }));
  expect(summary).toMatchObject({ dispatched: 2, completed: 2 });
});

test('a tick without it leaves what becomes due to the next one', async () => {
  await addTestSchedule(database.pool, account);
  let runs = 0;
  const step: RunStep = async () => {
    runs += 1;
    if (runs === 1) await addTestSchedule(database.pool, account);
    return completed;
  };
  expect(await tick(options(step))).toMatchObject({ dispatched: 1, completed: 1 });
  expect(await tick(options(step))).toMatchObject({ dispatched: 1, completed: 1 });
});

test('a spent budget claims nothing more, and what was dispatched waits for the next tick', async () => {
  await addTestSchedule(database.pool, account);
  expect(await tick(options(async () => completed, { budgetMs: 0 }))).toMatchObject({ dispatched: 1, claimed: 0 });
  expect(await tick(options(async () => completed))).toMatchObject({ dispatched: 0, completed: 1 });
});

test('a run that waited for ten months is late, not dead: it is made like any other (R4)', async () => {
  await addTestSchedule(database.pool, account);
  await tick(options(async () => completed, { budgetMs: 0 }));
  await database.pool.query(`update schedule_runs set created_at = created_at - interval '10 months'`);
  expect(await tick(options(async () => completed))).toMatchObject({ rescued: 0, completed: 1 });
});

test('150 schedules that always fail do not keep 50 healthy ones waiting: one tick makes all 50 (T9)', async () => {
  for (let i = 0; i < 200; i++) {
    const owner = i % 20 === 0 ? await addTestAccount(database.pool) : account;
    await addTestSchedule(database.pool, owner, { cities: [i % 4 === 0 ? 'Houston' : 'Atlantis'] });
  }
  const step: RunStep = async (run) => {
    const { rows } = await database.pool.query('select cities from schedules where id = $1', [run.scheduleId]);
    if (rows[0].cities[0] === 'Atlantis')
      return { kind: 'finished', status: 'failed', errorCode: 'x', scope: 'schedule' };
    return completed;
  };
  expect(await tick(options(step))).toMatchObject({ completed: 50, failed: 150 });
  const healthy = (await allRuns(database.pool)).filter(({ status }) => status === 'completed');
  expect(healthy).toHaveLength(50);
});

test('a failing statement of dispatch rolls its batch back and ends the tick with the error (T2)', async () => {
  await addTestSchedule(database.pool, account);
  await database.pool.query(`alter table schedule_runs add constraint broken check (status <> 'queued')`);
  await expect(tick(options(async () => completed))).rejects.toThrow(/broken/);
  const { rows } = await database.pool.query('select next_run_at <= now() as due from schedules');
  expect(rows).toEqual([{ due: true }]);
  expect(await allRuns(database.pool)).toEqual([]);
});

describe('a long tick --until-idle', () => {
  /** Runs that go on until the test lets them end; the first minute's pass then finds what the test has planted. */
  const lastTick = async () =>
    (await database.pool.query(`select last_tick_at from hosts where host = 'here'`)).rows[0]?.last_tick_at?.getTime();

  test('shows each minute that its host is alive, and tells owners', async () => {
    // The clock below goes from midnight to 00:01.
    await addTestSchedule(database.pool, account, { sendTime: '12:00', timezone: 'UTC' });
    let at = Date.parse('2030-01-01T00:00:00Z');
    const told: number[] = [];
    const step: RunStep = async () => {
      await expect.poll(lastTick).toBe(at);
      at += 60_000;
      await database.pool.query(
        `insert into notices (id, account_id, kind, period, created_at, due_at)
         values (gen_random_uuid(), $1, 'limit_reached', 'p', now(), now())`,
        [account],
      );
      await expect.poll(lastTick).toBe(at);
      await expect.poll(() => told.length).toBeGreaterThan(0);
      return completed;
    };
    const notify = async () => void told.push(at);
    await tick(options(step, { untilIdle: true, notify, clock: { now: () => new Date(at) } }));
    expect(await allRuns(database.pool)).toMatchObject([{ status: 'completed' }]);
  });

  // R1: what it has rescued is claimed by a process that holds nothing else; a backlog would keep it waiting for hours.
  test('takes up what it rescued before the rest of its backlog', async () => {
    for (let i = 0; i < 40; i += 1) await addTestSchedule(database.pool, await addTestAccount(database.pool));
    const order: string[] = [];
    let lost = '';
    let onRescued = () => {};
    const rescued = new Promise<void>((resolve) => {
      onRescued = resolve;
    });
    const step: RunStep = async (run) => {
      const nth = order.push(run.id);
      if (nth === 1) {
        lost = await plantLostRun();
      }
      await rescued;
      // One after the other: a worker that refills is never without work.
      await sleep(10 * (1 + (nth % 4)));
      return completed;
    };
    // Said when the rescue returns: others end, and are refilled for, only after the tick knows of it.
    const write = (line: string) => void (line.includes('rescued runs') && setImmediate(onRescued));
    await tick(options(step, { untilIdle: true, log: pino({ level: 'warn' }, { write }) }));
    expect(order).toHaveLength(41);
    expect(order.indexOf(lost)).toBeLessThan(20);
  });

  // Killed for its memory it would leave deliveries of which nobody knows whether they went out.
  test('claims no more once it holds much memory, and the next tick makes the rest', async () => {
    for (let i = 0; i < 20; i += 1) await addTestSchedule(database.pool, await addTestAccount(database.pool));
    const step: RunStep = async () => completed;
    let claims = 0;
    const growing = () => 300 * 2 ** 20 * claims++;
    const first = await tick(options(step, { untilIdle: true, residentBytes: growing }));
    expect(first).toMatchObject({ dispatched: 20 });
    expect(first.claimed).toBeGreaterThan(0);
    expect(first.claimed).toBeLessThan(20);
    const second = await tick(options(step, { untilIdle: true }));
    expect(second.claimed).toBe(20 - first.claimed);
    expect(await countOf(database.pool, `schedule_runs where status = 'completed'`)).toBe(20);
  });

  async function plantLostRun(): Promise<string> {
    const owner = await addTestAccount(database.pool);
    const schedule = await addTestSchedule(database.pool, owner, { nextRunAt: null });
    const { rows } = await database.pool.query<{ id: string }>(
      `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, attempt, fair_key, claim_token,
         lease_until, started_at, host, created_at)
       values (gen_random_uuid(), $1, $2, 'manual', now(), 'running', 1, 1, gen_random_uuid(),
         now() - interval '1 s', now(), 'elsewhere', now()) returning id`,
      [schedule, owner],
    );
    return rows[0]?.id ?? '';
  }
});
