import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns, countOf, farSendTime } from '../support/fixtures.ts';

let database: TestDatabase;
let host: CliHost;
let account: string;

beforeEach(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
  account = await addTestAccount(database.pool);
});
afterEach(async () => {
  await host.close();
  await database.close();
});

const tick = async (...options: string[]) => (await host.run('tick', '--json', ...options)).json();
const minutesAgo = (n: number) => new Date(Date.now() - n * 60_000);

interface PlantedRun {
  schedule: string;
  status: string;
  errorCode?: string;
}

/** A run as an earlier tick left it. */
async function plantRun({ schedule, status, errorCode }: PlantedRun): Promise<string> {
  const id = randomUUID();
  const running = status === 'running';
  await database.pool.query(
    `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, attempt, claim_token,
       lease_until, created_at, finished_at, error_code)
     values ($1, $2, $3, 'schedule', now(), $4, 1, $5, $6, now(), $7, $8)`,
    [
      id,
      schedule,
      account,
      status,
      running ? randomUUID() : null,
      running ? new Date(Date.now() + 60_000) : null,
      running || status === 'queued' ? null : new Date(),
      errorCode ?? null,
    ],
  );
  return id;
}

const plantDelivery = (runId: string, recipient: string, status: string) =>
  database.pool.query('insert into deliveries (run_id, recipient, status, updated_at) values ($1, $2, $3, now())', [
    runId,
    recipient,
    status,
  ]);

const statusOf = async (id: string) => (await allRuns(database.pool)).find((run) => run.id === id)?.status;

describe('hold', () => {
  test('while it is on, runs are dispatched and wait; off, they are made', async () => {
    await addTestSchedule(database.pool, account);
    expect((await host.run('hold', 'on', '--reason', 'migration')).stdout).toMatch(/a hold is on since .*: migration/);
    expect(await tick()).toMatchObject({ dispatched: 1, claimed: 0 });
    expect(await tick()).toMatchObject({ dispatched: 0, claimed: 0 });
    expect((await host.run('hold', 'status', '--json')).json()).toMatchObject({ on: true, reason: 'migration' });
    await host.run('hold', 'off');
    expect(await tick()).toMatchObject({ claimed: 1, completed: 1 });
  });

  test('turned on twice it keeps its beginning and its reason', async () => {
    await host.run('hold', 'on', '--reason', 'migration');
    const first = (await host.run('hold', 'status')).stdout;
    await host.run('hold', 'on');
    expect((await host.run('hold', 'status')).stdout).toBe(first);
  });
});

describe('a list of what is there', () => {
  test.each([
    ['schedules', '--account', 'account'],
    ['runs', '--account', 'account'],
    ['runs', '--schedule', 'schedule'],
  ])('%s list %s of one that is not there is refused, not empty', async (command, option, kind) => {
    const unknown = randomUUID();
    expect(await host.run(command, 'list', option, unknown, '--json')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(`No ${kind} has the id ${unknown}. List them with: reportctl ${kind}s list`),
    });
  });

  test('of an account or a schedule that has none yet it is empty', async () => {
    const schedule = await addTestSchedule(database.pool, account);
    const idle = await addTestAccount(database.pool);
    expect((await host.run('schedules', 'list', '--account', idle, '--json')).json()).toEqual([]);
    expect((await host.run('runs', 'list', '--account', idle, '--schedule', schedule, '--json')).json()).toEqual([]);
  });
});

describe('schedules pause, resume, delete', () => {
  test('a pause cancels what is queued, frees its place, and nothing is due any more', async () => {
    const id = await addTestSchedule(database.pool, account);
    const run = await plantRun({ schedule: id, status: 'queued' });
    expect((await host.run('schedules', 'pause', id, '--reason', 'holiday')).stdout).toContain('1 under way cancelled');
    expect(await statusOf(run)).toBe('cancelled');
    expect(await tick()).toMatchObject({ dispatched: 0, claimed: 0 });
  });

  test('a running run is cancelled unless something was sent (R8)', async () => {
    const id = await addTestSchedule(database.pool, account);
    const fresh = await plantRun({ schedule: id, status: 'running' });
    await plantDelivery(fresh, 'a@example.com', 'pending');
    await host.run('schedules', 'pause', id);
    expect(await statusOf(fresh)).toBe('cancelled');
    for (const status of ['sending', 'sent', 'unknown']) {
      const other = await addTestSchedule(database.pool, account);
      const begun = await plantRun({ schedule: other, status: 'running' });
      await plantDelivery(begun, 'a@example.com', status);
      await host.run('schedules', 'pause', other);
      expect({ status, run: await statusOf(begun) }).toEqual({ status, run: 'running' });
    }
  });

  test('resume starts at the next instant after now, with the failures forgotten (T10)', async () => {
    const id = await addTestSchedule(database.pool, account, { nextRunAt: minutesAgo(5_000) });
    await database.pool.query(
      `update schedules set status = 'paused', paused_by = 'failures', consecutive_failures = 3, last_error = 'x'`,
    );
    await host.run('schedules', 'resume', '--paused-by', 'failures');
    const { rows } = await database.pool.query('select * from schedules where id = $1', [id]);
    expect(rows[0]).toMatchObject({ status: 'active', paused_by: null, consecutive_failures: 0, last_error: null });
    expect(rows[0].next_run_at.getTime()).toBeGreaterThan(Date.now());
    expect(await tick()).toMatchObject({ dispatched: 0 });
  });

  test('resuming what is active already skips nothing that is due at this moment', async () => {
    const id = await addTestSchedule(database.pool, account, { ...farSendTime(), nextRunAt: minutesAgo(1) });
    expect(await host.run('schedules', 'resume', id)).toMatchObject({ code: 0 });
    expect(await tick()).toMatchObject({ dispatched: 1, completed: 1 });
  });

  test('a deleted schedule can be neither paused nor resumed, and its runs stay (R8)', async () => {
    const id = await addTestSchedule(database.pool, account);
    await plantRun({ schedule: id, status: 'completed' });
    expect(await host.run('schedules', 'delete', id)).toMatchObject({ code: 0 });
    expect(await host.run('schedules', 'resume', id)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/deleted/),
    });
    expect(await countOf(database.pool, 'schedule_runs')).toBe(1);
  });

  test('next shows local instants with offset and zone', async () => {
    const id = await addTestSchedule(database.pool, account, {
      ...{ cadence: 'monthly', monthlyDom: 31, sendTime: '09:00', timezone: 'America/Chicago' },
    });
    const { stdout } = await host.run('schedules', 'next', id, '-n', '12');
    expect(stdout.trim().split('\n')).toHaveLength(12);
    expect(stdout).toMatch(/-02-2[89] 09:00 -06:00 America\/Chicago/);
    expect(stdout).toMatch(/-07-31 09:00 -05:00 America\/Chicago/);
  });
});

test('tick --dry-run shows what would be dispatched and changes nothing', async () => {
  const id = await addTestSchedule(database.pool, account, { ...farSendTime(), nextRunAt: minutesAgo(1) });
  const before = await database.pool.query('select * from schedules');
  expect(await tick('--dry-run')).toMatchObject([{ scheduleId: id, action: 'run', missed: 0 }]);
  expect((await host.run('tick', '--dry-run')).stdout).toContain(id);
  expect((await database.pool.query('select * from schedules')).rows).toEqual(before.rows);
  expect(await countOf(database.pool, 'schedule_runs')).toBe(0);
  expect(await countOf(database.pool, 'hosts')).toBe(0);
});

test('tick --dry-run shows all of a thousand due schedules', async () => {
  await database.pool.query(
    `insert into schedules (id, account_id, name, report_type, cities, cadence, send_time, timezone, next_run_at, created_at)
     select gen_random_uuid(), $1, 's', 'market_snapshot', '{Houston}', 'daily', '09:00', 'America/Chicago', now(), now()
     from generate_series(1, 1001)`,
    [account],
  );
  expect(await tick('--dry-run')).toHaveLength(1_001);
});

test('skip-due ends a run that had begun to send by its ledger: the rest of its recipients got it after the backup', async () => {
  const id = await addTestSchedule(database.pool, account, { nextRunAt: null });
  const begun = await plantRun({ schedule: id, status: 'queued' });
  await plantDelivery(begun, 'a@example.com', 'sent');
  await plantDelivery(begun, 'b@example.com', 'sending');
  await plantDelivery(begun, 'c@example.com', 'pending');
  await host.run('schedules', 'skip-due', '--before', new Date().toISOString());
  expect(await statusOf(begun)).toBe('partial');
  expect(await countOf(database.pool, `deliveries where status = 'unknown'`)).toBe(1);
  expect(await tick()).toMatchObject({ dispatched: 0, claimed: 0 });
});

test('skip-due covers what a lost database had served, and sends none of it', async () => {
  const id = await addTestSchedule(database.pool, account, { nextRunAt: minutesAgo(3 * 24 * 60) });
  const queued = await plantRun({ schedule: id, status: 'queued' });
  await database.pool.query('update schedule_runs set scheduled_for = $1', [minutesAgo(5 * 24 * 60)]);
  const before = new Date(Date.now() - 1_000).toISOString();
  expect((await host.run('schedules', 'skip-due', '--before', before)).stdout).toMatch(
    /1 due schedules moved on, 1 open runs ended/,
  );
  expect(await statusOf(queued)).toBe('skipped_missed');
  expect((await allRuns(database.pool)).map(({ status }) => status)).toEqual(['skipped_missed', 'skipped_missed']);
  expect(await tick()).toMatchObject({ dispatched: 0, claimed: 0 });
});

test.each([
  ['a local time', '2026-06-10T14:00:00', /offset/],
  ['the future', new Date(Date.now() + 3_600_000).toISOString(), /future/],
])('skip-due refuses %s', async (_what, before, sentence) => {
  expect(await host.run('schedules', 'skip-due', '--before', before)).toMatchObject({ code: 2, stderr: sentence });
});

describe('runs', () => {
  test('retry makes a new run for whoever was not reached, with one reservation in all (R6)', async () => {
    const id = await addTestSchedule(database.pool, account, {
      recipients: ['sent@example.com', 'failed@example.com', 'unknown@example.com'],
      nextRunAt: null,
    });
    const failed = await plantRun({ schedule: id, status: 'partial', errorCode: 'delivery_failed' });
    await plantDelivery(failed, 'sent@example.com', 'sent');
    await plantDelivery(failed, 'failed@example.com', 'failed');
    await plantDelivery(failed, 'unknown@example.com', 'unknown');
    expect((await host.run('runs', 'retry', failed)).stdout).toMatch(/^queued .*, a retry of/);
    expect(await host.run('runs', 'retry', failed)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/already under way/),
    });
    expect(await tick()).toMatchObject({ completed: 1 });
    const { rows } = await database.pool.query('select recipient, status from deliveries where run_id <> $1', [failed]);
    expect(rows).toEqual([{ recipient: 'failed@example.com', status: 'sent' }]);
    expect(await statusOf(failed)).toBe('partial');
    expect(await countOf(database.pool, 'report_generations')).toBe(1);
  });

  test('retry --failed ends in 1 where it had to leave one, and says why; a failed retry is taken up again', async () => {
    const schedule = await addTestSchedule(database.pool, account, { nextRunAt: null });
    const lost = await plantRun({ schedule, status: 'partial', errorCode: 'delivery_failed' });
    await plantDelivery(lost, 'reader@example.com', 'unknown');
    expect(await host.run('runs', 'retry', '--failed')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^not retried: .*runs resend --unknown/),
    });
    await database.pool.query(`update deliveries set status = 'failed'`);
    expect(await host.run('runs', 'retry', '--failed')).toMatchObject({ code: 0 });
    await database.pool.query(`update schedule_runs set status = 'failed', finished_at = now() where id <> $1`, [lost]);
    expect((await host.run('runs', 'retry', '--failed')).stdout).toMatch(/^queued \S+, a retry of (?!.*undefined)/);
    expect(await countOf(database.pool, 'schedule_runs where retry_of = $1', [lost])).toBe(2);
  });

  test('retry --failed takes those of one cause, once', async () => {
    const make = async (errorCode: string) => {
      const schedule = await addTestSchedule(database.pool, account, { nextRunAt: null });
      return plantRun({ schedule, status: 'failed', errorCode });
    };
    const outage = await make('simplyrets_unavailable');
    await make('no_such_place');
    const first = await host.run('runs', 'retry', '--failed', '--since', '1h', '--code', 'simplyrets_unavailable');
    expect(first.stdout.trim().split('\n')).toHaveLength(1);
    expect(first.stdout).toContain(outage);
    expect((await host.run('runs', 'retry', '--failed', '--code', 'simplyrets_unavailable')).stdout).toContain(
      'no failed',
    );
  });

  test('cancel ends a queued run, and refuses one that has ended', async () => {
    const schedule = await addTestSchedule(database.pool, account, { nextRunAt: null });
    const run = await plantRun({ schedule, status: 'queued' });
    expect(await host.run('runs', 'cancel', run)).toMatchObject({ code: 0 });
    expect(await statusOf(run)).toBe('cancelled');
    expect(await host.run('runs', 'cancel', run)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/has ended/),
    });
  });

  test('list and show tell waiting from working, and show the ledger (R4)', async () => {
    await addTestSchedule(database.pool, account, { ...farSendTime(), nextRunAt: minutesAgo(2) });
    await tick();
    const [run] = (await host.run('runs', 'list', '--status', 'completed', '--since', '1h', '--json')).json() as {
      id: string;
      waitedMs: number;
      workedMs: number;
    }[];
    expect(run?.waitedMs).toBeGreaterThanOrEqual(120_000);
    expect(run?.workedMs).toBeLessThan(120_000);
    expect((await host.run('runs', 'show', run?.id ?? '')).stdout).toMatch(/reader@example\.com +sent/);
    expect(await host.run('runs', 'show', randomUUID())).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/No run has the id/),
    });
    expect(await host.run('runs', 'list', '--since', 'yesterday')).toMatchObject({ code: 2 });
  });
});
