import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { rawHouse } from '../support/feed/row.ts';
import { type FeedServer, startFeedServer } from '../support/feed-server.ts';
import { addTestAccount, addTestSchedule, allRuns } from '../support/fixtures.ts';

// What the vendor's limits and credentials mean for whoever runs a tick.
let database: TestDatabase;
let server: FeedServer;
let host: CliHost;

beforeEach(async () => {
  [database, server] = await Promise.all([createTestDatabase(), startFeedServer({ rows: [rawHouse(1)] })]);
  host = await createCliHost({
    DATABASE_URL: database.url,
    MAIL_TRANSPORT: 'outbox',
    LOG_LEVEL: 'silent',
    SIMPLYRETS_BASE_URL: server.url,
    SIMPLYRETS_USERNAME: 'simplyrets',
    SIMPLYRETS_PASSWORD: 'simplyrets',
  });
});
afterEach(() => Promise.all([database.close(), server.close(), host.close()]));

test('a run that finds the day spent goes back to wait, with no attempt burned and nothing counted', async () => {
  await addTestSchedule(database.pool, await addTestAccount(database.pool));
  host.env.SIMPLYRETS_DAILY_LIMIT = '2';
  const { code, stdout } = await host.run('tick', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ claimed: 1, failed: 0, completed: 0 });
  expect(code).toBe(0);
  expect(server.requests.length).toBeLessThanOrEqual(2);
  expect(await allRuns(database.pool)).toMatchObject([
    { status: 'queued', attempt: 0, error_code: 'simplyrets_day_spent' },
  ]);
  const { rows } = await database.pool.query(
    `select r.available_at >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' + interval '1 day' as tomorrow,
       s.consecutive_failures from schedule_runs r join schedules s on s.id = r.schedule_id`,
  );
  expect(rows).toEqual([{ tomorrow: true, consecutive_failures: 0 }]);
});

test('the limit is kept in the database that all hosts share, one row a credential', async () => {
  await addTestSchedule(database.pool, await addTestAccount(database.pool));
  expect((await host.run('tick', '--json')).json()).toMatchObject({ completed: 1 });
  const { rows } = await database.pool.query<{ used_today: number }>('select used_today from rate_limits');
  expect(rows).toEqual([{ used_today: server.requests.length }]);
});

test('a report that needs no database is made without one', async () => {
  host.env.DATABASE_URL = 'postgres://127.0.0.1:1/nowhere';
  const { code, stderr } = await host.run('generate', '--city', 'Houston', '--out', `${host.cwd}/report.html`);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(server.requests.length).toBeGreaterThan(0);
});

test('the public demo account answers for no customer, and nothing is claimed or asked (V13)', async () => {
  const schedule = await addTestSchedule(database.pool, await addTestAccount(database.pool));
  delete host.env.SIMPLYRETS_BASE_URL;
  host.env.LISTINGS_FEED = 'simplyrets';
  for (const argv of [['tick'], ['generate', '--schedule', schedule, '--out', `${host.cwd}/report.html`]]) {
    const { code, stderr } = await host.run(...argv);
    expect({ code, stderr }).toEqual({ code: 78, stderr: expect.stringContaining('LISTINGS_ALLOW_DEMO=true') });
  }
  expect(await allRuns(database.pool)).toEqual([]);
});
