import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Pool } from '../../../src/db/pool.ts';
import { tickAt } from '../../app/tick-at.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { type AccountFixture, addTestAccount, addTestSchedule, countOf } from '../../support/fixtures.ts';
import { startSmtpServer, type TestSmtpServer } from '../../support/smtp-server.ts';

// Whole ticks against real PostgreSQL and SMTP, at an instant of the test's own.
const OWNER = 'owner@example.com';
const NOW = new Date('2026-06-10T14:00:00Z');
const MINUTE = 60_000;
const later = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE);

let database: TestDatabase;
let pool: Pool;
let smtp: TestSmtpServer;
let cwd: string;
let env: Record<string, string>;
beforeEach(async () => {
  [database, smtp, cwd] = await Promise.all([
    createTestDatabase(),
    startSmtpServer(),
    mkdtemp(join(tmpdir(), 'reportctl-notices-')),
  ]);
  ({ pool } = database);
  env = {
    DATABASE_URL: database.url,
    LISTINGS_FEED: 'sample',
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Reports <reports@example.com>',
    UNSUBSCRIBE_BASE_URL: 'https://reports.example.com/unsubscribe',
    UNSUBSCRIBE_SECRET: 'a secret of more than sixteen characters',
    LOG_LEVEL: 'silent',
  };
});
afterEach(() => Promise.all([database.close(), smtp.close(), rm(cwd, { recursive: true })]));

const tick = (at = NOW) => tickAt(at, { env, cwd });

/** A schedule whose next failure is its third. */
async function failing(fixture: AccountFixture = {}): Promise<{ account: string; schedule: string }> {
  const account = await addTestAccount(pool, { ownerEmail: OWNER, ...fixture });
  const schedule = await addTestSchedule(pool, account, { cities: ['Atlantis'], nextRunAt: NOW });
  await pool.query('update schedules set consecutive_failures = 2 where id = $1', [schedule]);
  return { account, schedule };
}

const toOwners = () => smtp.messages.filter(({ to }) => to.some((address) => address.startsWith('owner')));
const subjects = async () =>
  (await Promise.all(toOwners().map(({ raw }) => simpleParser(raw)))).map(({ subject }) => subject);
const notices = async () => (await pool.query('select * from notices order by created_at, kind')).rows;

describe('a schedule paused after three failures', () => {
  test('is told to the owner once, in safe words, and the row holds what was sent (R11, R12, D14)', async () => {
    await failing();
    expect(await tick()).toMatchObject({ failed: 1, paused: 1 });
    for (const minutes of [1, 10, 600]) await tick(later(minutes));
    const [message, ...more] = toOwners();
    expect(more).toEqual([]);
    const { subject, text = '', from, to, headers } = await simpleParser(message?.raw ?? '');
    expect(subject).toBe('Your report “test” is paused');
    expect([from?.text, to]).toMatchObject(['"Reports" <reports@example.com>', { text: OWNER }]);
    expect(text).toMatch(/Harbor Realty/);
    expect(text).toMatch(/city or postal code .* not found/);
    expect(`${message?.raw}`).not.toMatch(/Atlantis|select |https?:|\bat .*\.ts|no_such_place|postgres/i);
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(await notices()).toMatchObject([
      {
        ...{ kind: 'schedule_paused', status: 'sent', recipient: OWNER, subject, error_code: 'no_such_place' },
        ...{
          body: text,
          response: expect.stringMatching(/^250 /),
          message_id: expect.stringMatching(/@example.com>$/),
        },
      },
    ]);
  });

  test('again, after somebody set it going: a notice of its own', async () => {
    const { schedule } = await failing();
    await tick();
    await pool.query(
      `update schedules set status = 'active', paused_by = null, consecutive_failures = 2, next_run_at = $2
      where id = $1`,
      [schedule, later(60)],
    );
    await tick(later(60));
    expect(await subjects()).toHaveLength(2);
  });

  test('is not told when somebody set it going before', async () => {
    const { schedule } = await failing();
    env.SMTP_URL = 'smtp://127.0.0.1:1';
    await tick();
    await pool.query(`update schedules set status = 'active', paused_by = null where id = $1`, [schedule]);
    env.SMTP_URL = smtp.url;
    await tick(later(10));
    expect([await subjects(), await notices()]).toEqual([[], []]);
  });

  test('names one tenant’s reports to that tenant alone (S5)', async () => {
    await failing({ ownerEmail: 'owner-a@example.com', name: 'Alpha Realty' });
    await failing({ ownerEmail: 'owner-b@example.com', name: 'Beta Realty' });
    await tick();
    const texts = toOwners().map(({ to, raw }) => [to[0], /Alpha|Beta/.exec(`${raw}`)?.[0]]);
    expect(texts.sort()).toEqual([
      ['owner-a@example.com', 'Alpha'],
      ['owner-b@example.com', 'Beta'],
    ]);
  });

  test.each<[string, AccountFixture, string]>([
    ['an account without an owner’s address', { ownerEmail: null }, ''],
    ['an address that is none', { ownerEmail: 'owner at example.com' }, 'failed'],
  ])('%s gets nothing, and the tick does not mind', async (_what, fixture, status) => {
    await failing(fixture);
    expect(await tick()).toMatchObject({ failed: 1, paused: 1 });
    expect((await notices()).map((row) => row.status).join()).toBe(status);
    expect(smtp.messages).toEqual([]);
  });

  test('an owner whom the account’s own list keeps out gets nothing', async () => {
    const { account } = await failing({ ownerEmail: 'Owner@Example.com' });
    await pool.query('insert into suppressions (account_id, email, created_at) values ($1, $2, now())', [
      account,
      OWNER,
    ]);
    await tick();
    expect(smtp.messages).toEqual([]);
    expect(await notices()).toMatchObject([{ status: 'suppressed' }]);
  });

  test('is not told by a run by hand or a qa session: the crontab’s next tick does', async () => {
    const { schedule } = await failing();
    const queue = 'manual:1';
    await pool.query(
      `insert into schedule_runs (id, schedule_id, account_id, queue, trigger, scheduled_for, status, created_at)
       select gen_random_uuid(), id, account_id, $2, 'manual', $3, 'queued', $3 from schedules where id = $1`,
      [schedule, queue, NOW],
    );
    expect(await tickAt(NOW, { env, cwd, queue })).toMatchObject({ failed: 1, paused: 1 });
    await tickAt(NOW, { env, cwd, queue: 'qa:1' });
    expect(smtp.messages).toEqual([]);
    await tick(later(1));
    expect(await subjects()).toHaveLength(1);
  });

  test('does not end a tick otherwise when the mail server is away, and is told later', async () => {
    await failing();
    env.SMTP_URL = 'smtp://127.0.0.1:1';
    expect(await tick()).toMatchObject({ failed: 1, paused: 1 });
    env.SMTP_URL = smtp.url;
    await tick(later(4));
    expect(await subjects()).toEqual([]);
    await tick(later(5));
    expect(await subjects()).toHaveLength(1);
  });

  test('the outbox gets it as a file', async () => {
    await failing();
    const outbox = {
      DATABASE_URL: database.url,
      LISTINGS_FEED: 'sample',
      MAIL_TRANSPORT: 'outbox',
      LOG_LEVEL: 'silent',
    };
    await tickAt(NOW, { env: outbox, cwd });
    const folder = join(cwd, 'outbox', '2026-06-10');
    const [file = ''] = (await readdir(folder)).filter((name) => name.endsWith('.eml'));
    expect(file).toContain(OWNER);
    expect((await simpleParser(await readFile(join(folder, file)))).subject).toMatch(/is paused/);
    expect(await notices()).toMatchObject([{ status: 'sent' }]);
  });
});

describe('the plan’s limit', () => {
  const spend = (account: string, count: number, at: Date) =>
    pool.query(
      `insert into report_generations (id, account_id, run_id, status, created_at)
       select gen_random_uuid(), $1, gen_random_uuid(), 'completed', $2 from generate_series(1, $3)`,
      [account, at, count],
    );

  /** Reports that are due at once, of an account that has used `used` this month. */
  async function using(used: number, due: number, fixture: AccountFixture = {}): Promise<string> {
    const account = await addTestAccount(pool, { ownerEmail: OWNER, override: 5, ...fixture });
    await spend(account, used, later(-60));
    for (let i = 0; i < due; i++) await addTestSchedule(pool, account, { nextRunAt: NOW, sendTime: '09:00' });
    return account;
  }

  test('at 80 %, then reached: each once a month, and anew in the next month', async () => {
    const account = await using(3, 1);
    await tick();
    expect(await subjects()).toEqual(['4 of 5 reports of this month are used']);
    await tick(new Date('2026-06-11T14:00:00Z'));
    expect(await tick(new Date('2026-06-12T14:00:00Z'))).toMatchObject({ skipped: { skipped_limit: 1 } });
    expect((await subjects()).slice(1)).toEqual(['All 5 reports of this month are used']);
    await spend(account, 3, new Date('2026-07-01T14:00:00Z'));
    await tick(new Date('2026-07-02T14:00:00Z'));
    expect((await subjects()).slice(2)).toEqual(['4 of 5 reports of this month are used']);
    expect((await notices()).map(({ period, status }) => `${period} ${status}`)).toEqual([
      ...['2026-06 sent', '2026-06 sent', '2026-07 sent'],
    ]);
  });

  test('below 80 %, or without a limit, nothing is said', async () => {
    await using(2, 1);
    await using(100, 1, { override: null });
    await using(100, 1, { override: null, plan: 'no-such-plan' });
    await tick();
    expect([toOwners(), await notices()]).toEqual([[], []]);
  });

  test('passed in one go: the end of it alone is told, and with the refusal', async () => {
    await using(0, 7);
    expect(await tick()).toMatchObject({ completed: 5, skipped: { skipped_limit: 2 } });
    expect((await subjects()).at(-1)).toBe('All 5 reports of this month are used');
    expect(await countOf(pool, `notices where status <> 'sent'`)).toBe(0);
  });

  test('of zero, and of one that was lowered below its use, is told with the first refusal', async () => {
    await using(0, 1, { override: 0, ownerEmail: 'owner-zero@example.com' });
    await using(9, 1, { ownerEmail: 'owner-less@example.com' });
    await tick();
    expect((await subjects()).sort()).toEqual([
      'All 5 reports of this month are used',
      'No reports are included this month',
    ]);
  });

  test('a plan with overage says so instead of an end', async () => {
    await pool.query(`update plans set allow_overage = true, monthly_report_limit = 5 where slug = 'starter'`);
    await using(4, 2, { plan: 'starter', override: null });
    expect(await tick()).toMatchObject({ completed: 2 });
    expect((await simpleParser(toOwners()[0]?.raw ?? '')).text).toMatch(/count as overage/);
  });

  test('a report that failed gives its place back, and nothing is told of it', async () => {
    const account = await using(4, 0);
    await addTestSchedule(pool, account, { cities: ['Atlantis'], nextRunAt: NOW });
    await pool.query(`update report_generations set created_at = $1`, [later(-60)]);
    await pool.query(
      `insert into notices (id, account_id, kind, period, status, created_at, due_at)
      values (gen_random_uuid(), $1, 'limit_warning', '2026-06', 'sent', $2, $2)`,
      [account, NOW],
    );
    expect(await tick()).toMatchObject({ failed: 1 });
    expect([toOwners(), await countOf(pool, 'notices')]).toEqual([[], 1]);
    // The place is taken by another report: now it is so.
    await addTestSchedule(pool, account, { nextRunAt: later(5) });
    await tick(later(5));
    expect(await subjects()).toEqual(['All 5 reports of this month are used']);
  });

  test('an account that was suspended meanwhile is not written to', async () => {
    const { account } = await failing();
    env.SMTP_URL = 'smtp://127.0.0.1:1';
    await tick();
    await pool.query(`update accounts set status = 'suspended' where id = $1`, [account]);
    env.SMTP_URL = smtp.url;
    await tick(later(30));
    expect(smtp.messages).toEqual([]);
  });
});
