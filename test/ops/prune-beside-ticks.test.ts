import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_MS } from '../../src/core/civil-day.ts';
import { loadSettings } from '../../src/core/settings-sources.ts';
import { keepDaysOf, prune } from '../../src/ops/prune.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, countOf } from '../support/fixtures.ts';

const SCHEDULES = 24;
const OLD_RUNS = 10;

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

/** Each schedule is due and has a past of its own, of which one run's answer is unknown. */
async function plantPast(): Promise<void> {
  const account = await addTestAccount(database.pool);
  for (let i = 0; i < SCHEDULES; i += 1) {
    const schedule = await addTestSchedule(database.pool, account);
    const past = Array.from({ length: OLD_RUNS }, (_, n) => Date.now() - (500 + n) * DAY_MS);
    await database.pool.query(
      `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, created_at, finished_at)
       select id, $2, $3, 'schedule', at, 'completed', at, at from unnest($1::uuid[], $4::timestamptz[]) u (id, at)`,
      [past.map((msecs) => v7({ msecs })), schedule, account, past.map((ms) => new Date(ms))],
    );
  }
  await database.pool.query(`insert into deliveries (run_id, recipient, status, updated_at)
    select id, 'a@example.com', 'sent', finished_at from schedule_runs`);
  await database.pool.query(`update deliveries set status = 'unknown' where run_id in
    (select distinct on (schedule_id) id from schedule_runs order by schedule_id, id)`);
}

const pruneOnce = () =>
  prune({
    pool: database.pool,
    now: new Date(),
    keepDays: keepDaysOf(loadSettings({}, host.cwd).settings),
    batch: 7, // small, so that many batches meet the ticks' work
    dryRun: false,
    mayGoOn: () => true,
    onProgress: () => {},
  });

test('beside ticks and a second prune nothing is lost, nothing fires twice and nobody fails', async () => {
  await plantPast();
  const results = await Promise.all([
    host.run('tick', '--json'),
    host.run('tick', '--json'),
    pruneOnce(),
    pruneOnce(),
    host.run('tick', '--json'),
  ]);
  const ticks = results.filter((result) => 'code' in result);
  expect(ticks.map(({ code, stderr }) => ({ code, bad: /"level":(40|50)/.test(stderr) }))).toEqual(
    ticks.map(() => ({ code: 0, bad: false })),
  );
  await host.run('tick');
  await pruneOnce();
  // Of each schedule: today's, made and sent once, and the one whose answer is unknown.
  expect(await countOf(database.pool, `schedule_runs where status = 'completed'`)).toBe(2 * SCHEDULES);
  expect(await countOf(database.pool, 'schedule_runs')).toBe(2 * SCHEDULES);
  expect(await countOf(database.pool, `deliveries where status = 'sent'`)).toBe(SCHEDULES);
  expect(await countOf(database.pool, `deliveries where status = 'unknown'`)).toBe(SCHEDULES);
  expect(await countOf(database.pool, `report_generations where status = 'completed'`)).toBe(SCHEDULES);
  expect((await host.run('tick', '--json')).json()).toMatchObject({ dispatched: 0, claimed: 0 });
});
