import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount } from '../support/fixtures.ts';

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

const list = async () => (await host.run('plans', 'list', '--json')).json();

test('list shows each plan with its limit and its accounts, qa-deliver’s own left out', async () => {
  await addTestAccount(database.pool, { plan: 'free' });
  await addTestAccount(database.pool, { plan: 'free' });
  await database.pool.query(`update accounts set internal = true where id = (select id from accounts limit 1)`);
  expect(await list()).toEqual([
    { slug: 'free', name: 'Free', monthlyReportLimit: 3, allowOverage: false, accounts: 1 },
    { slug: 'starter', name: 'Starter', monthlyReportLimit: 25, allowOverage: false, accounts: 0 },
    { slug: 'pro', name: 'Pro', monthlyReportLimit: null, allowOverage: false, accounts: 0 },
    { slug: 'unlimited', name: 'Unlimited', monthlyReportLimit: null, allowOverage: false, accounts: 0 },
  ]);
  expect((await host.run('plans', 'list')).stdout).toMatch(/^free +Free +3 +refused +1$/m);
});

test('set adds a plan, and its accounts are held to it', async () => {
  const added = await host.run('plans', 'set', 'agency', '--name', 'Agency', '--limit', '2', '--overage');
  expect(added).toMatchObject({ code: 0, stdout: 'added plan agency: 2 reports a month, overage allowed\n' });
  const account = await addTestAccount(database.pool, { plan: 'agency' });
  expect((await host.run('limit-check', '--account', account, '--json')).json()).toMatchObject({ limit: 2 });
});

test('set changes what is named and nothing else', async () => {
  const changed = await host.run('plans', 'set', 'starter', '--limit', 'unlimited');
  expect(changed.stdout).toBe('changed plan starter: unlimited reports a month\n');
  await host.run('plans', 'set', 'starter', '--overage');
  await host.run('plans', 'set', 'starter', '--name', 'First');
  expect(await list()).toContainEqual(
    expect.objectContaining({ slug: 'starter', name: 'First', monthlyReportLimit: null, allowOverage: true }),
  );
  const { json } = await host.run('plans', 'set', 'starter', '--limit', '0', '--no-overage', '--json');
  expect(json()).toMatchObject({ slug: 'starter', monthlyReportLimit: 0, allowOverage: false });
});

test.each([
  [['new', '--name', 'New'], /--limit <n> or --limit unlimited/],
  [['Gold!', '--limit', '5'], /slug/],
  [['free', '--limit', 'none'], /neither a whole number.*unlimited/],
  [['free', '--limit', '-1'], /neither a whole number.*unlimited/],
  [['free', '--name', ' '], /name is 1 to/],
  [['free'], /what to change/],
])('refuses %j and writes nothing', async (options, sentence) => {
  const before = await list();
  const result = await host.run('plans', 'set', ...options);
  expect(result.code).toBe(2);
  expect(result.stderr).toMatch(sentence);
  expect(await list()).toEqual(before);
});
