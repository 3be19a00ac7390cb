import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { calendarMonth } from '../../src/accounts/month.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns, countOf } from '../support/fixtures.ts';

let database: TestDatabase;
let host: CliHost;
let account: string;

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
const sql = (text: string, values: unknown[] = []) => database.pool.query(text, values);

beforeEach(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
  account = await addTestAccount(database.pool);
});
afterEach(async () => {
  await host.close();
  await database.close();
});

interface OldRun {
  schedule: string;
  days: number;
  status?: string;
  trigger?: string;
  retryOf?: string;
  delivery?: string;
}

/** A run of so many days ago with its generation and one delivery. */
async function addRun({ schedule, days, status = 'completed', ...more }: OldRun): Promise<string> {
  const at = daysAgo(days);
  const id = v7({ msecs: at.getTime() });
  await sql(
    `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, created_at, finished_at, retry_of)
     values ($1, $2, $3, $4, $5, $6, $5, case when $6 <> 'queued' then $5::timestamptz end, $7)`,
    [id, schedule, account, more.trigger ?? 'schedule', at, status, more.retryOf ?? null],
  );
  await sql(
    `insert into report_generations (id, account_id, run_id, status, created_at) values ($1, $2, $1, 'completed', $3)`,
    [id, account, at],
  );
  await sql(`insert into deliveries (run_id, recipient, status, updated_at) values ($1, 'a@example.com', $2, $3)`, [
    id,
    more.delivery ?? 'sent',
    at,
  ]);
  return id;
}

const ids = async () => (await allRuns(database.pool)).map(({ id }) => id).sort();
const schedule = () => addTestSchedule(database.pool, account, { nextRunAt: daysAgo(-1) });

interface Pruned {
  rows: Record<string, number>;
  complete: boolean;
}
const prune = async (...options: string[]) => (await host.run('prune', '--json', ...options)).json() as Pruned;

describe('of the runs', () => {
  test('those that ended before their time go with their ledgers, the others stay', async () => {
    const id = await schedule();
    const kept = [await addRun({ schedule: id, days: 399 }), await addRun({ schedule: id, days: 1 })];
    await addRun({ schedule: id, days: 401 });
    await addRun({ schedule: id, days: 500, status: 'failed', trigger: 'manual', delivery: 'failed' });
    expect((await prune()).rows).toMatchObject({ schedule_runs: 2 });
    expect(await ids()).toEqual(kept.sort());
    expect(await countOf(database.pool, 'deliveries')).toBe(2);
  });

  test('the newest of each schedule stays, and its newest instant where a run by hand came later', async () => {
    const [one, two] = [await schedule(), await schedule()];
    await addRun({ schedule: one, days: 700 });
    const kept = [
      await addRun({ schedule: one, days: 600 }),
      await addRun({ schedule: two, days: 600 }),
      await addRun({ schedule: two, days: 500, trigger: 'manual' }),
    ];
    await prune();
    expect(await ids()).toEqual(kept.sort());
  });

  test('a schedule that is deleted guards nothing, nor does a quality check’s that is gone', async () => {
    const [deleted, gone] = [await schedule(), await schedule()];
    for (const id of [deleted, gone]) await addRun({ schedule: id, days: 500, trigger: 'qa' });
    await addRun({ schedule: deleted, days: 450 });
    await sql(`update schedules set status = 'deleted', next_run_at = null where id = $1`, [deleted]);
    await sql('delete from schedules where id = $1', [gone]);
    expect((await prune()).rows).toMatchObject({ schedule_runs: 3 });
    expect(await ids()).toEqual([]);
  });

  test('what a resend or a retry would send stays with its run', async () => {
    const id = await schedule();
    const unknown = await addRun({ schedule: id, days: 390, delivery: 'unknown' });
    const failed = await addRun({ schedule: id, days: 380, delivery: 'failed', status: 'partial' });
    const cutShort = await addRun({ schedule: id, days: 375, delivery: 'pending', status: 'partial' });
    const root = await addRun({ schedule: id, days: 370 });
    await addRun({ schedule: id, days: 369, retryOf: root, delivery: 'unknown' });
    const delivered = await addRun({ schedule: id, days: 360 });
    await prune();
    const { rows } = await sql('select run_id from report_generations where run_id = any($1)', [
      [unknown, failed, cutShort, root],
    ]);
    expect(rows).toHaveLength(4);
    expect(await countOf(database.pool, 'report_generations where run_id = $1', [delivered])).toBe(0);
  });

  test('what a cursor that was set back would fire again stays', async () => {
    const id = await addTestSchedule(database.pool, account, { nextRunAt: daysAgo(550) });
    await addRun({ schedule: id, days: 600 });
    const guards = [await addRun({ schedule: id, days: 540 }), await addRun({ schedule: id, days: 500 })];
    const newest = await addRun({ schedule: id, days: 1 });
    await prune();
    expect(await ids()).toEqual([...guards, newest].sort());
  });

  test('one whose answer is unknown stays, however old', async () => {
    const id = await schedule();
    const unknown = await addRun({ schedule: id, days: 900, status: 'partial', delivery: 'unknown' });
    const newest = await addRun({ schedule: id, days: 1 });
    await prune();
    expect(await ids()).toEqual([unknown, newest].sort());
  });

  test('a queued one stays', async () => {
    const id = await schedule();
    const queued = await addRun({ schedule: id, days: 900, status: 'queued' });
    const newest = await addRun({ schedule: id, days: 1 });
    await prune();
    expect(await ids()).toEqual([queued, newest].sort());
  });

  test('a run and its retries go together or not at all: who was reached must stay known', async () => {
    const id = await schedule();
    const old = await addRun({ schedule: id, days: 600, status: 'failed' });
    await addRun({ schedule: id, days: 599, trigger: 'manual', retryOf: old });
    const first = await addRun({ schedule: id, days: 500, status: 'failed' });
    const retry = await addRun({ schedule: id, days: 399, trigger: 'manual', retryOf: first });
    const newest = await addRun({ schedule: id, days: 1 });
    expect((await prune('--dry-run')).rows).toMatchObject({ schedule_runs: 2 });
    expect((await prune()).rows).toMatchObject({ schedule_runs: 2 });
    expect(await ids()).toEqual([first, retry, newest].sort());
  });
});

describe('of the reports', () => {
  test('those of the account’s current month stay whatever is set, by the month of its own zone', async () => {
    host.env.KEEP_REPORTS_DAYS = '1';
    await sql('delete from report_generations');
    for (const timezone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Mars/Olympus']) {
      const id = await addTestAccount(database.pool, { timezone });
      const { from } = calendarMonth(new Date(), timezone.startsWith('Mars') ? 'UTC' : timezone);
      for (const at of [from.getTime() - 2 * DAY_MS, from.getTime()]) {
        const run = v7({ msecs: at });
        await sql(
          `insert into report_generations (id, account_id, run_id, status, created_at) values ($1, $2, $1, 'completed', $3)`,
          [run, id, new Date(at)],
        );
      }
    }
    expect((await prune()).rows.report_generations).toBe(3);
    expect(await countOf(database.pool, 'report_generations')).toBe(3);
  });

  test('one that a run still lives on stays', async () => {
    const id = await schedule();
    await addRun({ schedule: id, days: 900, status: 'queued' });
    const first = await addRun({ schedule: id, days: 800, status: 'failed' });
    await sql(
      'delete from report_generations where id <> $1 and id <> (select min(id::text)::uuid from schedule_runs)',
      [first],
    );
    await addRun({ schedule: id, days: 2, status: 'queued', trigger: 'manual', retryOf: first });
    await addRun({ schedule: id, days: 700 });
    expect((await prune()).rows.report_generations).toBe(1);
    expect(await countOf(database.pool, 'report_generations')).toBe(3);
  });
});

test('expired cache entries, counts of past days, notices, market figures and hosts go; the hold stays', async () => {
  await sql(
    `insert into cache_entries values ('old', '1', now() - interval '1 s'), ('new', '1', now() + interval '1 h')`,
  );
  await sql(
    `insert into rate_limits (credential, day) values ('old', current_date - 9), ('new', current_date), ('unused', null)`,
  );
  await sql(`insert into hosts (host, last_tick_at) values ('old', now() - interval '31 d'), ('new', now())`);
  await host.run('hold', 'on');
  const paused = await addTestSchedule(database.pool, account, { status: 'paused' });
  const notice = `insert into notices (id, account_id, schedule_id, kind, period, status, body, created_at, due_at)
    values (gen_random_uuid(), $1, $2, $3, 'p', $4, '', now() - interval '500 d', now())`;
  await sql(notice, [account, null, 'limit_reached', 'sent']);
  await sql(notice, [account, null, 'limit_warning', 'unknown']);
  await sql(notice, [account, paused, 'schedule_paused', 'sent']);
  await sql(`insert into market_months (area, month, property_types, closed, complete, fetched_at)
    values ('a', current_date - 1600, '', 1, true, now()), ('a', current_date - 1400, '', 1, true, now())`);
  await sql(`insert into inventory_snapshots (area, day, property_types, active, pending, taken_at)
    values ('a', current_date - 1600, '', 1, 1, now()), ('a', current_date, '', 1, 1, now())`);
  await sql(`insert into market_backfills (area, property_types, feed_id, cities, postal_codes, timezone, requested_at, due_at)
    select area, '', '', '{}', '{}', 'UTC', now() - days * interval '1 day', now() from (values ('a', 15), ('b', 13)) v (area, days)`);
  const market = { market_months: 1, inventory_snapshots: 1, market_backfills: 1 };
  const one = { cache_entries: 1, rate_limits: 1, notices: 1, ...market, hosts: 1 };
  expect((await prune('--dry-run')).rows).toMatchObject(one);
  expect((await prune()).rows).toMatchObject(one);
  expect((await prune()).rows).toEqual(Object.fromEntries(Object.keys((await prune()).rows).map((key) => [key, 0])));
  expect((await host.run('hold', 'status')).stdout).toMatch(/a hold is on/);
  expect((await sql('select credential from rate_limits order by 1')).rows).toEqual([
    { credential: 'new' },
    { credential: 'unused' },
  ]);
});

test('--dry-run deletes nothing and says what would go; on a terminal as on paper', async () => {
  const id = await schedule();
  for (const days of [500, 501, 1]) await addRun({ schedule: id, days });
  const { code, stdout } = await host.run('prune', '--dry-run');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^TABLE +KEPT FOR +WOULD GO$/m);
  expect(stdout).toMatch(/^schedule_runs +400 days +2$/m);
  expect(stdout).toMatch(/^cache_entries +until expiry +0$/m);
  expect(await ids()).toHaveLength(3);
  const onTerminal = await host.onTerminal(80, 'prune');
  expect(onTerminal.stderr).toContain('schedule_runs: 2');
  expect(await ids()).toHaveLength(1);
});

test('told to stop it ends at once and says that the next call goes on', async () => {
  const id = await schedule();
  for (const days of [500, 501, 1]) await addRun({ schedule: id, days });
  const result = await host.runWith({ stop: AbortSignal.abort() }, 'prune');
  expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining('the next call goes on') });
  expect(await ids()).toHaveLength(3);
});
