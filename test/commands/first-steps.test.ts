import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { allRuns, countOf } from '../support/fixtures.ts';

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

async function addAccount(...options: string[]): Promise<string> {
  const { stdout } = await host.run('accounts', 'add', '--name', 'Harbor Realty', '--quiet', ...options);
  return stdout.trim();
}

async function addSchedule(account: string, ...options: string[]): Promise<string> {
  const { stdout, stderr } = await host.run(
    ...['schedules', 'add', '--account', account, '--name', 'Irvine weekly', '--city', 'Irvine', '--quiet'],
    ...['--cadence', 'weekly', '--weekday', '1', '--at', '09:00', '--to', 'Ann <a@example.com>', ...options],
  );
  expect(stderr).toBe('');
  return stdout.trim();
}

test('an account and a schedule are added, listed and shown', async () => {
  const account = await addAccount('--plan', 'starter', '--timezone', 'America/Chicago');
  const schedule = await addSchedule(account, '--to', 'A@EXAMPLE.com', '--to', 'b@example.com');
  expect((await host.run('accounts', 'list', '--json')).json()).toMatchObject([{ id: account, planSlug: 'starter' }]);
  expect((await host.run('schedules', 'show', schedule, '--json')).json()).toMatchObject({
    id: schedule,
    accountId: account,
    timezone: 'America/Chicago',
    sendTime: '09:00:00',
    recipients: [
      { email: 'a@example.com', name: 'Ann' },
      { email: 'b@example.com', name: null },
    ],
  });
  expect((await host.run('schedules', 'list')).stdout).toContain('Irvine weekly');
});

test('adding a schedule never sends at once (T10)', async () => {
  await addSchedule(await addAccount());
  expect((await host.run('tick', '--json')).json()).toMatchObject({ dispatched: 0, claimed: 0 });
  expect(await countOf(database.pool, 'schedules where next_run_at > now()')).toBe(1);
});

test('generate --schedule delivers, counts to the limit, and leaves the cursor alone', async () => {
  const account = await addAccount('--plan', 'free');
  const schedule = await addSchedule(account);
  const before = await database.pool.query('select next_run_at from schedules');
  const result = await host.run('generate', '--schedule', schedule, '--json');
  expect(result.code).toBe(0);
  expect(result.json()).toMatchObject({ trigger: 'manual', status: 'completed', ledger: { sent: 1 } });
  expect((await database.pool.query('select next_run_at from schedules')).rows).toEqual(before.rows);
  expect((await host.run('limit-check', '--account', account, '--json')).json()).toMatchObject({ used: 1, limit: 3 });
  const [day = ''] = await readdir(join(host.cwd, 'outbox'));
  const html = (await readdir(join(host.cwd, 'outbox', day))).find((file) => file.endsWith('.html')) ?? '';
  expect(await readFile(join(host.cwd, 'outbox', day, html), 'utf8')).toContain('Sample data, not real listings');
});

test('a second report within the hour is sent only with --force', async () => {
  const schedule = await addSchedule(await addAccount());
  await host.run('generate', '--schedule', schedule);
  expect(await host.run('generate', '--schedule', schedule)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/--force/),
  });
  expect(await allRuns(database.pool)).toHaveLength(1);
  expect(await host.run('generate', '--schedule', schedule, '--force')).toMatchObject({ code: 0 });
});

test.each([
  ['a run works on it', 'running', 'pending', /is being made or sent now/],
  ['one was given back after a recipient had it', 'queued', 'sent', /is being made or sent now/],
  ['one was given back and nobody knows who has it', 'queued', 'unknown', /is being made or sent now/],
  ['one waits and nobody has it', 'queued', 'pending', undefined],
])('generate asks before it sends beside another: %s', async (_what, status, delivery, question) => {
  const schedule = await addSchedule(await addAccount());
  await host.run('generate', '--schedule', schedule);
  const running = status === 'running';
  await database.pool.query(
    `update schedule_runs set status = $1, finished_at = null, claim_token = case when $2 then id end,
       lease_until = case when $2 then now() + interval '1 h' end, available_at = now() + interval '1 h'`,
    [status, running],
  );
  await database.pool.query('update deliveries set status = $1', [delivery]);
  const typed = await host.runWith({ terminal: true, stdin: 'n\n' }, 'generate', '--schedule', schedule);
  expect(typed.code).toBe(question === undefined ? 0 : 2);
  if (question !== undefined) expect(typed.stderr).toMatch(question);
  expect(await allRuns(database.pool)).toHaveLength(question === undefined ? 2 : 1);
});

test('the plan refuses with 3, in generate and in limit-check', async () => {
  const account = await addAccount('--plan', 'free');
  const schedule = await addSchedule(account);
  for (let i = 0; i < 3; i++) {
    expect((await host.run('generate', '--schedule', schedule, '--force')).code).toBe(0);
  }
  expect(await host.run('generate', '--schedule', schedule, '--force')).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/limit of 3/),
  });
  const check = await host.run('limit-check', '--account', account, '--json');
  expect(check.code).toBe(3);
  expect(check.json()).toMatchObject({
    allowed: false,
    decision: 'block',
    used: 3,
    limit: 3,
    plan: 'free',
    source: 'plan',
  });
});

test('generate --out writes the file, sends nothing and counts nothing', async () => {
  const out = join(host.cwd, 'irvine.html');
  expect(await host.run('generate', '--city', 'Irvine', '--out', out)).toMatchObject({ code: 0 });
  expect(await readFile(out, 'utf8')).toContain('Irvine');
  const schedule = await addSchedule(await addAccount());
  expect(await host.run('generate', '--schedule', schedule, '--out', join(host.cwd, 'x.json'))).toMatchObject({
    code: 0,
  });
  expect(await allRuns(database.pool)).toEqual([]);
  expect(await countOf(database.pool, 'report_generations')).toBe(0);
});

test('a file that cannot be written is said so, and no half of it is left', async () => {
  const out = join(host.cwd, 'nowhere', 'irvine.html');
  expect(await host.run('generate', '--city', 'Irvine', '--out', out)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/ENOENT/),
  });
  expect((await readdir(host.cwd)).filter((name) => name.includes('.part'))).toEqual([]);
});

test('the cache commands read, change and flush our entries', async () => {
  expect(await host.run('cache', 'set', 'greeting', '{"a":1}', '--ttl', '60')).toMatchObject({ code: 0 });
  expect((await host.run('cache', 'get', 'greeting')).json()).toEqual({ a: 1 });
  expect((await host.run('cache', 'stats', '--json')).json()).toMatchObject({ backend: 'postgres', entries: 1 });
  expect(await host.run('cache', 'delete', 'greeting')).toMatchObject({ code: 0 });
  expect(await host.run('cache', 'get', 'greeting')).toMatchObject({ code: 1, stdout: '' });
  expect(await host.run('cache', 'flush')).toMatchObject({ code: 0, stdout: 'flushed 0 entries\n' });
});
