import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TickSummary } from '../../src/pipeline/tick-summary.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { hasRecordings, readRecording } from '../support/feed/recordings.ts';
import { type FeedServer, startFeedServer } from '../support/feed-server.ts';
import { addTestAccount, addTestSchedule, allRuns, countOf } from '../support/fixtures.ts';
import { runProgram } from '../support/program.ts';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';

// Whole processes against real PostgreSQL, SMTP and HTTP: what a crontab would start.
let database: TestDatabase;
let smtp: TestSmtpServer;
let cwd: string;
let env: Record<string, string>;

beforeEach(async () => {
  [database, smtp, cwd] = await Promise.all([
    createTestDatabase(),
    startSmtpServer(),
    mkdtemp(join(tmpdir(), 'reportctl-tick-')),
  ]);
  env = {
    DATABASE_URL: database.url,
    LISTINGS_FEED: 'sample',
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Reports <reports@example.com>',
    UNSUBSCRIBE_BASE_URL: 'https://reports.example.com/unsubscribe',
    UNSUBSCRIBE_SECRET: 'a secret of more than sixteen characters',
    // What is due is made whole, however busy the machine.
    TICK_BUDGET_SECONDS: '170',
  };
});
afterEach(async () => {
  await Promise.all([database.close(), smtp.close(), rm(cwd, { recursive: true })]);
});

async function tick(): Promise<TickSummary & { code: number | null }> {
  const { code, stdout, stderr } = await runProgram(['tick', '--json'], { env, cwd });
  if (stdout === '') throw new Error(`tick printed nothing; exit ${code}: ${stderr}`);
  return { ...(JSON.parse(stdout) as TickSummary), code };
}

test('with nothing due it says so, notes its host and writes no run', async () => {
  expect(await tick()).toMatchObject({ code: 0, dispatched: 0, claimed: 0 });
  expect(await countOf(database.pool, 'hosts where last_tick_at is not null')).toBe(1);
  expect(await countOf(database.pool, 'schedule_runs')).toBe(0);
});

test('two ticks at once over 50 due schedules: 50 completed runs, one message per recipient', async () => {
  const account = await addTestAccount(database.pool);
  const recipients = ['a@example.com', 'b@example.com'];
  for (let i = 0; i < 50; i++) await addTestSchedule(database.pool, account, { recipients });
  const [one, two] = await Promise.all([tick(), tick()]);
  // Both have ended, and each worked off what it held; nothing may be left for a third.
  expect(one.completed + two.completed).toBe(50);
  expect((await allRuns(database.pool)).map(({ status }) => status)).toEqual(Array(50).fill('completed'));
  expect(smtp.messages).toHaveLength(100);
  const seen = new Set(smtp.messages.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw.toString())?.[1]));
  expect(seen.size).toBe(100);
  expect(await countOf(database.pool, `report_generations where status = 'completed'`)).toBe(50);
});

test('what must not be sent ends in its own status, without a vendor call or a message (T13, T14)', async () => {
  const { pool } = database;
  // Nothing listens there: a call would end in another status.
  const vendor = { SIMPLYRETS_USERNAME: 'u', SIMPLYRETS_PASSWORD: 'p', SIMPLYRETS_BASE_URL: 'http://127.0.0.1:1' };
  Object.assign(env, vendor, { LISTINGS_FEED: 'simplyrets' });
  const suspended = await addTestSchedule(pool, await addTestAccount(pool, { status: 'suspended' }));
  const cancelled = await addTestSchedule(pool, await addTestAccount(pool, { status: 'cancelled' }));
  const unverified = await addTestSchedule(pool, await addTestAccount(pool, { verified: false }));
  const spent = await addTestSchedule(pool, await addTestAccount(pool, { override: 0 }));
  const account = await addTestAccount(pool);
  const nobody = await addTestSchedule(pool, account, { recipients: [] });
  const suppressed = await addTestSchedule(pool, account, { recipients: ['gone@example.com'] });
  await pool.query('insert into suppressions (account_id, email, created_at) values ($1, $2, now())', [
    account,
    'gone@example.com',
  ]);
  const summary = await tick();
  expect(summary).toMatchObject({ code: 0, claimed: 6, completed: 0, failed: 0 });
  const statuses = Object.fromEntries((await allRuns(pool)).map((run) => [run.schedule_id, run.status]));
  expect(statuses).toEqual({
    [suspended]: 'skipped_inactive',
    [cancelled]: 'skipped_inactive',
    [unverified]: 'blocked_unverified',
    [spent]: 'skipped_limit',
    [nobody]: 'no_recipients',
    [suppressed]: 'suppressed_all',
  });
  expect(smtp.messages).toEqual([]);
  expect(await countOf(pool, `report_generations where status <> 'released'`)).toBe(0);
});

test('a schedule of an unknown city fails, is counted, and the good one beside it is sent', async () => {
  const account = await addTestAccount(database.pool);
  const bad = await addTestSchedule(database.pool, account, { cities: ['Atlantis'] });
  await addTestSchedule(database.pool, account);
  expect(await tick()).toMatchObject({ code: 1, completed: 1, failed: 1 });
  const { rows } = await database.pool.query('select consecutive_failures, last_error from schedules where id = $1', [
    bad,
  ]);
  expect(rows[0]).toMatchObject({ consecutive_failures: 1, last_error: expect.stringContaining('city') });
  expect(await countOf(database.pool, `report_generations where status = 'completed'`)).toBe(1);
});

test('a refused connection to the mail server is the system’s fault: retried later, not counted', async () => {
  const account = await addTestAccount(database.pool);
  await addTestSchedule(database.pool, account);
  env.SMTP_URL = 'smtp://127.0.0.1:1';
  expect(await tick()).toMatchObject({ code: 0, completed: 0, failed: 0, retried: 1 });
  const { rows } = await database.pool.query(
    'select status, attempt, available_at > now() as later from schedule_runs',
  );
  expect(rows).toEqual([{ status: 'queued', attempt: 1, later: true }]);
  await database.pool.query('update schedule_runs set available_at = null');
  env.SMTP_URL = smtp.url;
  expect(await tick()).toMatchObject({ code: 0, completed: 1 });
  expect(await countOf(database.pool, 'report_generations')).toBe(1);
});

if (hasRecordings) {
  describe('with the recorded demo account', () => {
    let feed: FeedServer;
    beforeEach(async () => {
      feed = await startFeedServer({ rows: readRecording('simplyrets-demo-merged-58') });
      delete env.LISTINGS_FEED;
      Object.assign(env, {
        SIMPLYRETS_BASE_URL: feed.url,
        SIMPLYRETS_USERNAME: 'simplyrets',
        SIMPLYRETS_PASSWORD: 'simplyrets',
      });
    });
    afterEach(() => feed.close());

    test('a due schedule for Houston: one run, the cursor advanced in its zone, the right figures', async () => {
      const account = await addTestAccount(database.pool);
      const due = new Date(Date.now() - 60_000);
      const id = await addTestSchedule(database.pool, account, { sendTime: '09:00', nextRunAt: due });
      expect(await tick()).toMatchObject({ code: 0, dispatched: 1, completed: 1 });
      const { rows } = await database.pool.query(
        `select to_char(next_run_at at time zone 'America/Chicago', 'HH24:MI') as wall, next_run_at > now() as later
         from schedules where id = $1`,
        [id],
      );
      expect(rows).toEqual([{ wall: '09:00', later: true }]);
      expect((await allRuns(database.pool)).map(({ status }) => status)).toEqual(['completed']);
      const [message] = smtp.messages;
      const { text = '', html } = await simpleParser(message?.raw ?? '');
      const lineOf = (label: RegExp) => text.split('\n').find((line) => label.test(line));
      expect(lineOf(/^Active listings:/)).toMatch(/: 6$/);
      expect(lineOf(/^Pending now/)).toMatch(/: 4$/);
      expect(lineOf(/^Median sale price/)).toMatch(/: –$/);
      expect(text).toMatch(/2 rentals/i);
      for (const other of ['Katy', 'Cypress', 'Tomball', 'Oak Ridge', 'The Woodlands']) {
        expect(text).not.toContain(other);
        expect(html).not.toContain(other);
      }
    });
  });
}
