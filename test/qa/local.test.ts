import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns, countOf } from '../support/fixtures.ts';

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

const ARGUMENTS = ['qa-deliver', '--deliver-to', 'me@example.com'];
const deliver = (...options: string[]) => host.run(...ARGUMENTS, ...options);

test('eight configurations are delivered, their files named, and all cleaned up but the history', async () => {
  const { code, stdout } = await deliver();
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ok {4}market_snapshot: .+/m);
  expect(stdout).toMatch(/^ok {4}new_listings_gallery first_time_buyer: .+/m);
  expect(stdout).toContain('8 of 8 delivered');
  expect(stdout).toMatch(/outbox\/.*\.html/);
  expect(await countOf(database.pool, 'schedules')).toBe(0);
  expect(await countOf(database.pool, 'accounts')).toBe(0);
  expect((await allRuns(database.pool)).map(({ status }) => status)).toEqual(Array(8).fill('completed'));
});

test('a report that cannot be made is named with its reason: exit 1, and cleaned up', async () => {
  const { code, stdout } = await deliver('--quick', '--city', 'Atlantis');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^FAIL {2}market_snapshot: .*no such city/m);
  expect(await countOf(database.pool, 'schedules')).toBe(0);
});

test('it does not touch customers’ due schedules, nor a tick its', async () => {
  const schedule = await addTestSchedule(database.pool, await addTestAccount(database.pool));
  await deliver('--quick', '--keep-schedules');
  expect(await countOf(database.pool, 'schedule_runs where schedule_id = $1', [schedule])).toBe(0);
  await database.pool.query(`update schedules set next_run_at = now() where queue <> 'default'`);
  expect((await host.run('tick', '--json')).json()).toMatchObject({ dispatched: 1, completed: 1 });
});

test('the first signal ends it, with nothing left behind that would be sent later', async () => {
  const stop = new AbortController();
  const onStdout = () => stop.abort();
  const { code, stdout } = await host.runWith({ stop: stop.signal, onStdout }, ...ARGUMENTS, '--quick');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^FAIL {2}market_snapshot: interrupted; it was /m);
  expect(await countOf(database.pool, 'schedules')).toBe(0);
  expect(await countOf(database.pool, `schedule_runs where status in ('queued', 'running')`)).toBe(0);
});

test('on a terminal the lines of what is under way move, and are gone in the end; a pipe sees no escape code', async () => {
  const live = await host.onTerminal(60, ...ARGUMENTS, '--report-types', 'closed');
  expect(live.stderr).toContain('…     closed: added\n');
  // Each drawing of one line is taken back.
  expect(live.stderr.split('\u001b[1A\u001b[J')).toHaveLength(live.stderr.split('\n').length);
  const piped = await deliver('--report-types', 'closed');
  expect(piped.stdout + piped.stderr).not.toContain('\u001b');
  expect(piped.stderr).toBe('');
});
