import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, countOf } from '../support/fixtures.ts';

let database: TestDatabase;
let host: CliHost;
beforeEach(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
  await addTestSchedule(database.pool, await addTestAccount(database.pool));
});
afterEach(async () => {
  await host.close();
  await database.close();
});

describe('a mail setting that was lost ends the tick before it touches a schedule', () => {
  const COMPLETE = {
    MAIL_TRANSPORT: 'smtp',
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Reports <reports@example.com>',
    UNSUBSCRIBE_BASE_URL: 'https://reports.example.com/unsubscribe',
    UNSUBSCRIBE_SECRET: 'a secret of more than sixteen characters',
  };

  test.each([
    ['MAIL_FROM', undefined],
    ['MAIL_FROM', 'not an address'],
    ['UNSUBSCRIBE_BASE_URL', undefined],
    ['UNSUBSCRIBE_BASE_URL', 'http://reports.example.com/unsubscribe'],
    ['UNSUBSCRIBE_SECRET', undefined],
  ])('%s = %s', async (name, value) => {
    Object.assign(host.env, COMPLETE, { [name]: value });
    expect(await host.run('tick')).toMatchObject({ code: 78, stderr: expect.stringContaining(name) });
    expect(await countOf(database.pool, 'schedule_runs')).toBe(0);
    expect(await countOf(database.pool, 'schedules where last_run_at is null and consecutive_failures = 0')).toBe(1);
  });
});

test('only the cron’s tick is a sign of life of its host, not a quality check', async () => {
  expect(await host.run('qa-deliver', '--deliver-to', 'qa@example.com', '--quick')).toMatchObject({ code: 0 });
  expect(await countOf(database.pool, 'hosts where last_tick_at is not null')).toBe(0);
  expect(await host.run('tick')).toMatchObject({ code: 0 });
  expect(await countOf(database.pool, 'hosts where last_tick_at is not null')).toBe(1);
});
