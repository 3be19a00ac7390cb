import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idleTick } from '../../src/app/idle-tick.ts';
import { newId } from '../../src/core/ids.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, countOf } from '../support/fixtures.ts';

// Whoever fills the database (another system, a mail server's answer, an account's owner) must not speak for us.
const FORGED = 'ok  all delivered';
const HOSTILE = `x\u001b[2J\u001b]0;t\u0007\u009b31m\u202e\r\n${FORGED}\u001b[8m'; drop table accounts; --`;

/** Words that the program acts by; every other column of text holds what somebody wrote. */
const NOT_FREE = new Set([
  ...['status', 'queue', 'trigger', 'report_type', 'audience', 'cadence', 'paused_by', 'kind', 'slug', 'plan_slug'],
  ...['timezone', 'period', 'area', 'property_types', 'credential', 'catch_up', 'on_empty'],
]);

let database: TestDatabase;
let host: CliHost;
let account: string;
let schedule: string;
let run: string;

beforeAll(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
  account = await addTestAccount(database.pool);
  schedule = await addTestSchedule(database.pool, account, { nextRunAt: null, status: 'paused' });
  run = newId();
  const { pool } = database;
  await pool.query(`update schedules set paused_by = 'failures'`);
  await pool.query(
    `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, created_at, finished_at)
     values ($1, $2, $3, 'schedule', now(), 'failed', now(), now())`,
    [run, schedule, account],
  );
  await pool.query(`insert into deliveries (run_id, recipient, status, updated_at) values ($1, '', 'unknown', now())`, [
    run,
  ]);
  await pool.query(`insert into suppressions (account_id, email, created_at) values ($1, '', now())`, [account]);
  await pool.query(`insert into hosts (host, last_tick_at) values ('', now())`);
  await pool.query(`insert into cache_entries values ('market_stats:', '1', now() + interval '1 hour')`);
  await fillTexts();
  await pool.query(`insert into hosts (host, hold, hold_reason, hold_since) values ('*', true, $1, now())`, [HOSTILE]);
});
afterAll(() => Promise.all([database.close(), host.close()]));

async function fillTexts(): Promise<void> {
  const { rows } = await database.pool.query<{ table: string; column: string; array: boolean }>(
    `select table_name as table, column_name as column, data_type = 'ARRAY' as array from information_schema.columns
     where table_schema = 'public' and (data_type = 'text' or udt_name = '_text') and table_name <> 'schema_migrations'`,
  );
  for (const { table, column, array } of rows.filter(({ column }) => !NOT_FREE.has(column))) {
    await database.pool.query(`update ${table} set ${column} = $1`, [array ? [HOSTILE] : HOSTILE]);
  }
}

const COMMANDS = () => [
  ...['accounts list', `accounts show ${account}`, 'plans list', 'schedules list', `schedules show ${schedule}`],
  ...[
    `schedules recipients list ${schedule}`,
    'runs list',
    `runs show ${run}`,
    `suppressions list --account ${account}`,
  ],
  ...['status', 'hold status', 'tick', 'tick --dry-run', 'metrics', 'limit-check --all', 'doctor', 'prune --dry-run'],
  ...[
    `limit-check --account ${account}`,
    'cache list',
    `schedules preview ${schedule}`,
    `schedules resume ${schedule}`,
  ],
  ...[`schedules pause ${schedule}`, `generate --schedule ${schedule}`],
];

const ESCAPE = '\u001b';
/** Ours: a colour that ends, and the line that progress takes back. */
const OURS = new RegExp(`${ESCAPE}\\[(?:2|3[1-3])m([^${ESCAPE}]*)${ESCAPE}\\[(?:22|39)m|\r${ESCAPE}\\[K`, 'g');

function expectHarmless(command: string, output: string): void {
  const lines = output.replace(OURS, '$1').split('\n');
  for (const line of lines) {
    expect({ command, line }).not.toMatchObject({ line: expect.stringMatching(/[\p{Cc}\p{Cf}]/u) });
    expect({ command, line }).not.toMatchObject({ line: expect.stringMatching(`^ *${FORGED}`) });
  }
}

test('what an idle tick says of a hold steers no terminal (S1, S3)', async () => {
  const printed: string[] = [];
  const stream = { write: (text: string) => printed.push(text) > 0 };
  const io = { env: host.env, cwd: host.cwd, stdout: stream, stderr: stream };
  expect(await idleTick(io as unknown as Parameters<typeof idleTick>[0])).toBe(0);
  expect(printed.join('')).toContain('drop table');
  expectHarmless('tick', printed.join(''));
});

test('nothing that stands in the database steers a terminal or begins a line of output or log (S1, S3)', async () => {
  let shown = 0;
  for (const command of COMMANDS()) {
    // In a pipe metrics are for Prometheus, whose format has its own way to write names.
    for (const columns of command === 'metrics' ? [80] : [undefined, 80]) {
      const streams = columns === undefined ? {} : { columns };
      const { stdout, stderr } = await host.runWith(streams, ...command.split(' '));
      expectHarmless(command, stdout);
      expectHarmless(command, stderr);
      if (stdout.includes('drop table')) shown += 1;
    }
  }
  // Else it would show nothing of what was planted.
  expect(shown).toBeGreaterThan(20);
}, 240_000);

test('JSON steers no terminal either, and says the same (S1, S3)', async () => {
  for (const command of ['accounts list', 'schedules list', 'runs list', 'status', 'hold status', `runs show ${run}`]) {
    const { stdout } = await host.run(...command.split(' '), '--json');
    expectHarmless(command, stdout);
    expect(JSON.stringify(JSON.parse(stdout))).toContain(JSON.stringify(HOSTILE).slice(1, -1));
  }
});

test('a text is stored as it is, whatever SQL it looks like (S1)', async () => {
  const sql = fc.constantFrom(
    "'",
    '"',
    ';',
    '--',
    '/*',
    '\\',
    '$1',
    '$$',
    '%',
    '{',
    '}',
    ',',
    'drop table accounts',
    'é',
  );
  const texts = fc.array(sql, { minLength: 1, maxLength: 4 }).map((parts) => `x${parts.join('')}x`);
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const before = await countOf(database.pool, 'accounts');
      const added = await host.run(
        'accounts',
        'add',
        '--name',
        text,
        '--timezone',
        'UTC',
        '--postal-address',
        text,
        '--json',
      );
      expect(added.json()).toMatchObject({ name: text, postalAddress: text });
      const { id } = added.json() as { id: string };
      const made = [
        '--account',
        id,
        '--name',
        text,
        '--city',
        text,
        '--cadence',
        'daily',
        '--at',
        '09:00',
        '--to',
        'a@example.com',
      ];
      const scheduled = await host.run('schedules', 'add', ...made, '--json');
      expect(scheduled.json()).toMatchObject({ name: text, cities: [text] });
      expect(await countOf(database.pool, 'accounts')).toBe(before + 1);
    }),
    { numRuns: 15 },
  );
});
