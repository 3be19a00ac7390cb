import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type AccountFixture, addTestAccount } from '../support/fixtures.ts';

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

async function use(accountId: string, count: number, status = 'completed', createdAt = new Date()): Promise<string> {
  await database.pool.query(
    `insert into report_generations (id, account_id, run_id, status, created_at)
     select gen_random_uuid(), $1, gen_random_uuid(), $2, $3 from generate_series(1, $4::int)`,
    [accountId, status, createdAt, count],
  );
  return accountId;
}

const check = async (id: string, ...options: string[]) => host.run('limit-check', '--account', id, ...options);

test('an allowed report: exit 0, decision, numbers, source and the period in the account’s zone (L5)', async () => {
  const id = await use(await addTestAccount(database.pool, { plan: 'starter', timezone: 'Asia/Tokyo' }), 2);
  const { code, stdout, stderr } = await check(id);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      /^allow: Harbor Realty may have one more report\.\nUsed {3}2 of 25 reports this month\nLimit {2}25 a month, of plan starter\nMonth {2}(\d{4}-\d\d)-01 to \1-[23]\d, Asia\/Tokyo\n$/,
    ),
  });
  expect(JSON.parse(stderr)).toMatchObject({ level: 30, accountId: id, decision: 'allow', used: 2, limit: 25 });
});

test('near the limit: exit 0 and a warning in the log', async () => {
  const id = await use(await addTestAccount(database.pool, { plan: 'starter', override: 10 }), 8);
  const { code, stdout, stderr } = await check(id, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ allowed: true, decision: 'warn', used: 8, limit: 10, source: 'override' });
  expect(JSON.parse(stderr)).toMatchObject({ level: 40, decision: 'warn', used: 8, limit: 10, plan: 'starter' });
});

test('at the limit: exit 3 and the block in the log; released places and last month’s do not count', async () => {
  const id = await use(await addTestAccount(database.pool, { plan: 'free' }), 2);
  await use(id, 1, 'reserved');
  const { code, stdout, stderr } = await check(id, '--json');
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ allowed: false, decision: 'block', used: 3, limit: 3, source: 'plan' });
  expect(JSON.parse(stderr)).toMatchObject({ level: 40, decision: 'block', used: 3, limit: 3 });
  const other = await use(await addTestAccount(database.pool, { plan: 'free' }), 5, 'released');
  await use(other, 5, 'completed', new Date(Date.now() - 32 * 86_400_000));
  expect(await check(other)).toMatchObject({ code: 0, stdout: expect.stringContaining('0 of 3') });
});

test.each([
  [{ plan: 'gone' }, { source: 'unknown_plan', limit: 0, reason: /plan "gone" is not in the table/ }],
  [
    { plan: 'gone', override: 9 },
    { source: 'unknown_plan', limit: 0 },
  ],
  [{ status: 'suspended' }, { limit: null, reason: /is suspended/ }],
  [{ verified: false }, { limit: null, reason: /not verified/ }],
  [{ timezone: 'Mars/Olympus' }, { reason: /time zone is unknown/, period: { timezone: 'UTC' } }],
])('is denied, not broken, for %j (L6)', async (fixture, expected) => {
  const { reason, ...rest } = expected as { reason?: RegExp };
  const result = await check(await addTestAccount(database.pool, fixture), '--json');
  expect(result.code).toBe(3);
  expect(result.json()).toMatchObject({ decision: 'block', ...rest });
  if (reason) expect(result.json()).toMatchObject({ reason: expect.stringMatching(reason) });
  const words = await check(await addTestAccount(database.pool, fixture));
  expect(words).toMatchObject({
    code: 3,
    stdout: expect.stringMatching(/^block: Harbor Realty gets no report\. The /),
  });
});

test('an unlimited account is allowed whatever it used', async () => {
  const id = await use(await addTestAccount(database.pool, { plan: 'pro' }), 500);
  expect(await check(id)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Used {3}500 reports this month\nLimit {2}none, of plan pro$/m),
  });
});

test('in words: near the limit, at it, and over it where the plan allows that', async () => {
  await database.pool.query(
    `insert into plans (slug, name, monthly_report_limit, allow_overage) values ('soft', 'Soft', 4, true)`,
  );
  const first = async (fixture: AccountFixture, used: number) =>
    (await check(await use(await addTestAccount(database.pool, fixture), used))).stdout.split('\n')[0];
  expect(await first({ override: 10 }, 8)).toMatch(/^warn: .* one more report, and is near its limit\.$/);
  expect(await first({ override: 10 }, 10)).toMatch(/^block: .* gets no further report this month\.$/);
  expect(await first({ plan: 'soft' }, 4)).toMatch(
    /^warn: .* one more report, over its limit: its plan allows that\.$/,
  );
});

test('on a terminal the answer stands alone, without its log line', async () => {
  const id = await use(await addTestAccount(database.pool, { override: 1 }), 1);
  const onTerminal = await host.onTerminal(80, 'limit-check', '--account', id);
  expect(onTerminal).toMatchObject({ code: 3, stderr: '', stdout: expect.stringMatching(/^block: /) });
});

test('--all lists active accounts near or over their limit, the fullest first, each with its own month', async () => {
  const { pool } = database;
  const near = await use(await addTestAccount(pool, { override: 10, timezone: 'Pacific/Kiritimati' }), 8);
  const over = await use(await addTestAccount(pool, { plan: 'free' }), 4);
  const none = await addTestAccount(pool, { override: 0 });
  const lost = await addTestAccount(pool, { plan: 'gone' });
  await use(await addTestAccount(pool, { override: 10 }), 7);
  await use(await addTestAccount(pool, { plan: 'pro' }), 99);
  await use(await addTestAccount(pool, { plan: 'free', status: 'suspended' }), 3);
  await use(await addTestAccount(pool, { plan: 'free', verified: false }), 3);
  const { code, stdout, stderr } = await host.run('limit-check', '--all', '--json');
  expect(code).toBe(0);
  const listed = JSON.parse(stdout) as { accountId: string; decision: string; used: number; limit: number }[];
  expect(new Set(listed.slice(0, 2).map(({ accountId }) => accountId))).toEqual(new Set([none, lost]));
  expect(listed.slice(2)).toMatchObject([
    { accountId: over, decision: 'block', used: 4, limit: 3 },
    { accountId: near, decision: 'warn', used: 8, limit: 10, period: { timezone: 'Pacific/Kiritimati' } },
  ]);
  expect(stderr.trim().split('\n')).toHaveLength(4);
  const table = await host.run('limit-check', '--all');
  expect(table.stdout).toMatch(/warn +8 +10 +account's own +\d{4}-\d\d-01/);
});

test('--all agrees with the answer for each account', async () => {
  for (const used of [0, 7, 8, 9, 10, 11]) await use(await addTestAccount(database.pool, { override: 10 }), used);
  const all = (await host.run('limit-check', '--all', '--json')).json() as { accountId: string }[];
  expect(all).toHaveLength(4);
  for (const answer of all) expect((await check(answer.accountId, '--json')).json()).toEqual(answer);
});

test('--all with nobody near says so', async () => {
  await addTestAccount(database.pool, { plan: 'free' });
  expect(await host.run('limit-check', '--all')).toMatchObject({
    code: 0,
    stdout: 'no active account is near its limit\n',
  });
});

test('--account and --all exclude each other, and one is needed', async () => {
  expect(await check(randomUUID(), '--all')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/cannot be used with/),
  });
  expect(await host.run('limit-check')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/--account <id>, or --all/),
  });
});
