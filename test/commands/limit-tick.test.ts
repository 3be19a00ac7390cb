import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, openBench } from '../faults/bench.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type AccountFixture, addTestAccount, addTestSchedule, allRuns, countOf } from '../support/fixtures.ts';
import { killPoint } from '../support/kill-point.ts';
import { runProgram } from '../support/program.ts';

describe('limit-check and the tick', () => {
  let database: TestDatabase;
  let host: CliHost;
  beforeEach(async () => {
    database = await createTestDatabase();
    host = await createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
  });
  afterEach(async () => {
    await host.close();
    await database.close();
  });

  interface Answer {
    allowed: boolean;
    used: number;
    limit: number | null;
  }

  const check = async (id: string) => (await host.run('limit-check', '--account', id, '--json')).json() as Answer;

  const statusesOf = async (account: string): Promise<Record<string, number>> => {
    const { rows } = await database.pool.query<{ status: string; n: number }>(
      'select status, count(*)::int as n from schedule_runs where account_id = $1 group by status',
      [account],
    );
    return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
  };

  const overage = `insert into plans (slug, name, monthly_report_limit, allow_overage) values ('soft', 'Soft', 1, true)`;
  const cases: [string, AccountFixture, number, Record<string, number>][] = [
    ['unlimited', { plan: 'unlimited' }, 4, { completed: 4 }],
    ['the plan’s limit', { plan: 'free' }, 4, { completed: 3, skipped_limit: 1 }],
    ['an override above the plan', { plan: 'free', override: 4 }, 4, { completed: 4 }],
    ['an override below it', { plan: 'unlimited', override: 1 }, 2, { completed: 1, skipped_limit: 1 }],
    ['an override of zero', { plan: 'unlimited', override: 0 }, 2, { skipped_limit: 2 }],
    ['overage', { plan: 'soft' }, 2, { completed: 2 }],
    ['an unknown plan', { plan: 'gone' }, 1, { skipped_limit: 1 }],
    ['an unknown plan with an override', { plan: 'gone', override: 9 }, 1, { skipped_limit: 1 }],
    ['a suspended account', { status: 'suspended' }, 1, { skipped_inactive: 1 }],
    ['an unverified account', { verified: false }, 1, { blocked_unverified: 1 }],
    ['an unknown zone', { timezone: 'Mars/Olympus' }, 1, { failed: 1 }],
  ];

  test('decide alike, for each kind of account (L1)', async () => {
    await database.pool.query(overage);
    const accounts: string[] = [];
    for (const [, fixture, due] of cases) {
      const account = await addTestAccount(database.pool, fixture);
      accounts.push(account);
      for (let i = 0; i < due; i++) await addTestSchedule(database.pool, account);
    }
    const before = await Promise.all(accounts.map(check));
    await host.run('tick');
    for (const [i, [name, fixture, due, expected]] of cases.entries()) {
      const account = accounts[i] ?? '';
      expect({ name, statuses: await statusesOf(account) }).toEqual({ name, statuses: expected });
      // What limit-check foretold: whether one may be made, and how many.
      expect({ name, allowed: before[i]?.allowed }).toEqual({ name, allowed: (expected.completed ?? 0) > 0 });
      const after = await check(account);
      expect({ name, used: after.used }).toEqual({ name, used: expected.completed ?? 0 });
      const full = after.limit !== null && after.used >= after.limit && fixture.plan !== 'soft';
      expect({ name, allowed: after.allowed }).toEqual({ name, allowed: before[i]?.allowed === true && !full });
      expect(due).toBe(Object.values(expected).reduce((sum, n) => sum + n, 0));
    }
  });

  test('a refused run asks no vendor, sends nothing, and says which limit', async () => {
    const account = await addTestAccount(database.pool, { override: 0 });
    await addTestSchedule(database.pool, account);
    // Nothing listens there: a request would fail the run instead.
    const feed = { SIMPLYRETS_USERNAME: 'u', SIMPLYRETS_PASSWORD: 'p', SIMPLYRETS_BASE_URL: 'http://127.0.0.1:1' };
    Object.assign(host.env, feed, { LISTINGS_FEED: 'simplyrets' });
    await host.run('tick');
    expect(await allRuns(database.pool)).toMatchObject([
      { status: 'skipped_limit', error_code: 'plan_limit', error: expect.stringContaining('limit of 0 reports') },
    ]);
    expect(await countOf(database.pool, 'deliveries')).toBe(0);
    expect(await countOf(database.pool, 'schedules where next_run_at > now() and consecutive_failures = 0')).toBe(1);
  });

  test('four tick processes over fifty due at a limit of ten: ten reports, forty refusals', async () => {
    const account = await addTestAccount(database.pool, { override: 10 });
    for (let i = 0; i < 50; i++) await addTestSchedule(database.pool, account);
    const env = { DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' };
    const ticks = Array.from({ length: 4 }, () => runProgram(['tick', '--json'], { env, cwd: host.cwd }));
    expect((await Promise.all(ticks)).map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(await statusesOf(account)).toEqual({ completed: 10, skipped_limit: 40 });
    expect(await countOf(database.pool, `report_generations where status = 'completed'`)).toBe(10);
    expect(await countOf(database.pool, 'report_generations')).toBe(10);
  });
});

describe('a tick killed between its reservation and its end', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  /** Kills a tick with SIGKILL as it stores the one report it makes, and lets its lease run out. */
  async function killMidway(): Promise<void> {
    const point = killPoint(
      1,
      ({ side, text }) => side === 'before' && /generations g set model/.test(text),
      async () => {
        tick.child.kill('SIGKILL');
        await tick.ended;
        return 'cut' as const;
      },
    );
    bench.setGate(point.gate);
    const tick = await bench.startTick();
    expect((await tick.ended).signal).toBe('SIGKILL');
    await bench.sql.quiet();
    bench.setGate(() => 'pass');
    const { pool } = bench.database;
    expect(await countOf(pool, `report_generations where status = 'reserved'`)).toBe(1);
    await pool.query(`update schedule_runs set lease_until = now() - interval '1 second' where status = 'running'`);
  }

  test('the same run keeps its place: within lease + one tick it is completed, and the limit of one is used once (L3)', async () => {
    const [id] = await bench.addDue(1);
    await bench.database.pool.query('update accounts set monthly_report_limit_override = 1');
    await killMidway();
    expect((await (await bench.startTick()).ended).code).toBe(0);
    expect(await allRuns(bench.database.pool)).toMatchObject([{ schedule_id: id, status: 'completed', attempt: 2 }]);
    const { rows } = await bench.database.pool.query('select status from report_generations');
    expect(rows).toEqual([{ status: 'completed' }]);
  });

  test('a run that cannot go on gives its place back, and the next one has it', async () => {
    const { pool } = bench.database;
    const [lost] = await bench.addDue(1);
    await pool.query('update accounts set monthly_report_limit_override = 1');
    await killMidway();
    await pool.query('update schedules set next_run_at = null');
    const { rows } = await pool.query<{ id: string }>('select id from accounts');
    const next = await addTestSchedule(pool, rows[0]?.id ?? '', { recipients: ['next@example.com'] });
    const tick = await (await bench.startTick({ MAX_ATTEMPTS: '1' })).ended;
    expect(tick.code).toBe(1); // one run ended failed
    const runs = await allRuns(pool);
    expect(runs.find((run) => run.schedule_id === lost)).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/./),
    });
    expect(runs.find((run) => run.schedule_id === next)).toMatchObject({ status: 'completed' });
    expect(await countOf(pool, `report_generations where status = 'completed'`)).toBe(1);
    expect(await countOf(pool, `report_generations where status = 'reserved'`)).toBe(0);
  });
});
