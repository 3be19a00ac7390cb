import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { countOf } from '../support/fixtures.ts';

let database: TestDatabase;
let host: CliHost;
const QUICK = ['qa-deliver', '--deliver-to', 'qa@example.com', '--quick'];

beforeEach(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
});
afterEach(async () => {
  await host.close();
  await database.close();
});

test('an outbox that cannot be written to ends it at once, naming the folder, and leaves nothing behind', async () => {
  await writeFile(join(host.cwd, 'taken'), '');
  const folder = join(host.cwd, 'taken', 'outbox');
  host.env.OUTBOX_DIR = folder;
  const { code, stderr } = await host.run(...QUICK);
  expect(stderr).toBe(
    `reportctl: Messages cannot be written to ${folder} (ENOTDIR). Make the folder writable, or set OUTBOX_DIR to another.\n`,
  );
  expect(code).toBe(78);
  expect(await countOf(database.pool, 'schedules')).toBe(0);
  expect(await countOf(database.pool, `schedule_runs where attempt > 0`)).toBe(0);
});

test('a hold ends it at once with its reason and how to go on', async () => {
  await host.run('hold', 'on', '--reason', 'migration');
  const { code, stderr } = await host.run(...QUICK);
  expect(stderr).toBe(
    'reportctl: A hold is on (migration), so nothing can be delivered. End it with: reportctl hold off\n',
  );
  expect(code).toBe(1);
  expect(await countOf(database.pool, 'schedules')).toBe(0);
});

test('it says what it waits for, and that it was stopped', async () => {
  const stop = new AbortController();
  // Port 1 on loopback: nobody listens.
  const unreachable = { MAIL_TRANSPORT: 'smtp', SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'qa@example.com' };
  Object.assign(host.env, unreachable);
  const running = host.runWith({ stop: stop.signal }, ...QUICK, '--report-types', 'closed');
  const waiting = `schedule_runs where status = 'queued' and error is not null`;
  await expect.poll(() => countOf(database.pool, waiting), { timeout: 60_000 }).toBe(1);
  stop.abort('SIGINT');
  const { code, stdout, stderr } = await running;
  expect(stderr).toContain('reportctl: stopping; what has begun is finished first\n');
  expect(stdout).toMatch(/FAIL {2}closed: interrupted; it was queued: .*mail server.*\n/);
  expect(code).toBe(1);
  expect(await countOf(database.pool, `schedule_runs where status in ('queued', 'running')`)).toBe(0);
});
