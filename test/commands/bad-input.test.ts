import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LATEST_VERSION } from '../../src/db/migrations.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, countOf } from '../support/fixtures.ts';

let database: TestDatabase;
let host: CliHost;
let account: string;

beforeAll(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
  account = await addTestAccount(database.pool);
});
afterAll(async () => {
  await host.close();
  await database.close();
});

/** One sentence on stderr that says what and what to do, nothing on stdout, no stack, the design's exit code. */
async function expectRefusal(argv: string[], code: number, sentence: RegExp): Promise<void> {
  const result = await host.run(...argv);
  expect(result.stderr).toMatch(sentence);
  expect(result.stderr.trim().split('\n')).toHaveLength(1);
  expect(result.stderr).not.toMatch(/\bat .*\.[jt]s:\d+/);
  expect(result.stdout).toBe('');
  expect(result.code).toBe(code);
}

const unknown = randomUUID();
const add = (...options: string[]) => ['schedules', 'add', '--account', account, '--name', 'x', ...options];
const weekly = ['--cadence', 'weekly', '--weekday', '1', '--at', '09:00', '--to', 'a@example.com'];

test.each([
  ['no command', [], /no command given.*reportctl --help/],
  ['an unknown command', ['tack'], /unknown command 'tack'/],
  ['an unknown option', ['tick', '--fast'], /unknown option '--fast'.*reportctl tick --help/],
  ['a missing option', ['limit-check'], /--account <id>.*limit-check --help/],
  ['something that is no id', ['limit-check', '--account', '7'], /not an id/],
  ['an unknown account', ['limit-check', '--account', unknown], /No account has the id .* accounts list/],
  ['an unknown account to show', ['accounts', 'show', unknown], /No account has the id/],
  ['an unknown schedule', ['generate', '--schedule', unknown], /No schedule has the id .* schedules list/],
  ['an unknown schedule to show', ['schedules', 'show', unknown], /No schedule has the id/],
  ['an unknown schedule to save', ['generate', '--schedule', unknown, '--out', 'x.html'], /No schedule has the id/],
  ['nothing to generate', ['generate'], /--schedule <id>.*--out/],
  ['a file of no known kind', ['generate', '--city', 'Irvine', '--out', 'x.doc'], /--out .*\.html/],
  ['a report without an area', ['generate', '--out', 'x.html'], /--city or --postal-code/],
  ['an unknown report type', ['generate', '--type', 'gossip', '--out', 'x.html'], /gossip/],
  ['a zone of nobody', ['generate', '--city', 'Irvine', '--timezone', 'Mars/Olympus', '--out', 'x.html'], /time zone/],
  ['an unknown plan', ['accounts', 'add', '--name', 'x', '--plan', 'gold'], /no plan "gold".*free, starter/],
  ['a bad address', ['accounts', 'add', '--name', 'x', '--email', 'nobody'], /name@example\.com/],
  ['a bad colour', ['accounts', 'add', '--name', 'x', '--brand-color', 'red'], /#0b5394/],
  ['a qa session for no address', ['qa-deliver', '--deliver-to', 'nobody'], /name@example\.com/],
  ['JSON that is none', ['cache', 'set', 'key', '{'], /not JSON/],
  ['an unknown namespace', ['cache', 'flush', '--namespace', 'gossip'], /ai_insights/],
])('%s is refused', async (_what, argv, sentence) => {
  await expectRefusal(argv, 2, sentence);
});

test.each([
  ['no area', weekly, /--city or --postal-code/],
  ['no weekday', ['--city', 'Irvine', '--cadence', 'weekly', '--at', '09:00', '--to', 'a@example.com'], /[Ww]eekday/],
  ['an offset as zone', ['--city', 'Irvine', ...weekly, '--timezone', 'UTC+3'], /America\/Chicago/],
  [
    'an hour out of range',
    ['--city', 'Irvine', '--cadence', 'daily', '--at', '25:00', '--to', 'a@example.com'],
    /25:00/,
  ],
  ['day 32', ['--city', 'Irvine', '--cadence', 'monthly', '--day-of-month', '32', '--at', '09:00'], /1 to 31/],
  [
    'an anchor on another weekday',
    [
      ...['--city', 'Irvine', '--cadence', 'biweekly', '--weekday', '1', '--anchor-date', '2026-01-06'],
      ...['--at', '09:00', '--to', 'a@example.com'],
    ],
    /Tuesday/,
  ],
  ['a bad postal code', ['--postal-code', '9260', ...weekly], /five digits/],
  ['no recipient', ['--city', 'Irvine', '--cadence', 'daily', '--at', '09:00'], /--to/],
  [
    'a header in an address',
    ['--city', 'Irvine', ...weekly, '--to', 'a@example.com\r\nBcc: b@example.com'],
    /line break/,
  ],
])('a schedule with %s is refused, and nothing is written (T4)', async (_what, options, sentence) => {
  await expectRefusal(add(...options), 2, sentence);
  expect(await countOf(database.pool, 'schedules')).toBe(0);
});

describe('settings', () => {
  const withEnv = (changes: Record<string, string | undefined>, argv: string[]) =>
    createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox', ...changes }).then(
      async (other) => {
        const result = await other.run(...argv);
        await other.close();
        return result;
      },
    );

  test.each([
    ['tick without DATABASE_URL', { DATABASE_URL: undefined }, ['tick'], 78, /DATABASE_URL is not set/],
    ['a database that is no PostgreSQL', { DATABASE_URL: 'mysql://x/y' }, ['tick'], 78, /DATABASE_URL is neither/],
    [
      'a database out of reach',
      { DATABASE_URL: 'postgres://u:pw-secret@127.0.0.1:1/x' },
      ['tick'],
      69,
      /does not answer/,
    ],
    ['no source of listings', { LISTINGS_FEED: undefined }, ['tick'], 78, /LISTINGS_FEED=sample/],
    ['no mail transport', { MAIL_TRANSPORT: undefined }, ['tick'], 78, /SMTP_URL/],
    ['smtp without a server', { MAIL_TRANSPORT: 'smtp' }, ['tick'], 78, /SMTP_URL is not set/],
    ['a number out of range', { CONCURRENCY: '0' }, ['tick'], 78, /CONCURRENCY is below 1/],
    ['a number that is none', { LEASE_SECONDS: 'soon' }, ['tick'], 78, /LEASE_SECONDS is not a whole number/],
    ['a flag that is none', { CACHE_REQUIRED: 'maybe' }, ['tick'], 78, /CACHE_REQUIRED/],
    ['a secret file that is missing', { SMTP_URL_FILE: '/nonexistent' }, ['tick'], 78, /SMTP_URL_FILE/],
  ])('%s', async (_what, env, argv, code, sentence) => {
    const result = await withEnv(env, argv);
    expect(result.stderr).toMatch(sentence);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.stderr).not.toContain('pw-secret');
    expect(result.code).toBe(code);
  });

  test('accounts and schedules need neither listings nor mail', async () => {
    const result = await withEnv({ LISTINGS_FEED: undefined, MAIL_TRANSPORT: undefined }, ['accounts', 'list']);
    expect(result).toMatchObject({ code: 0, stderr: '' });
  });

  test('--debug shows the stack, and still no password', async () => {
    const result = await withEnv({ DATABASE_URL: 'postgres://u:pw-secret@127.0.0.1:1/x' }, ['tick', '--debug']);
    expect(result.stderr).toMatch(/\bat .*\.ts:\d+/);
    expect(result.stderr).not.toContain('pw-secret');
  });

  test('an error that nobody foresaw repeats no password either, nor does its stack (S3)', async () => {
    const url = 'postgres://u:pw-secret@127.0.0.1:1/x?sslmode=verify-full&sslrootcert=/no/pw-secret/ca.pem';
    for (const more of [[], ['--debug']]) {
      const result = await withEnv({ DATABASE_URL: url }, ['accounts', 'list', ...more]);
      expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining('/no/[redacted]/ca.pem') });
      expect(result.stderr).not.toContain('pw-secret');
    }
  });
});

test('an unmigrated database is refused with what to run', async () => {
  const empty = await createTestDatabase({ empty: true });
  const other = await createCliHost({ DATABASE_URL: empty.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
  expect(await other.run('tick')).toMatchObject({ code: 78, stderr: expect.stringContaining('reportctl db migrate') });
  expect(await other.run('db', 'migrate')).toMatchObject({
    code: 0,
    stdout: `migrated to schema version ${LATEST_VERSION}\n`,
  });
  expect(await other.run('tick')).toMatchObject({ code: 0 });
  await other.close();
  await empty.close();
});

test('a deleted schedule is not generated', async () => {
  const id = await addTestSchedule(database.pool, account, { status: 'deleted', nextRunAt: null });
  await expectRefusal(['generate', '--schedule', id], 2, /deleted/);
  expect(await countOf(database.pool, 'schedule_runs')).toBe(0);
});
