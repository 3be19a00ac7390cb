import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount } from '../support/fixtures.ts';

let database: TestDatabase;
let host: CliHost;
let account: string;
beforeEach(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
  account = await addTestAccount(database.pool, { plan: 'starter' });
});
afterEach(async () => {
  await host.close();
  await database.close();
});

const row = async () => (await database.pool.query('select * from accounts where id = $1', [account])).rows[0];
const set = (...options: string[]) => host.run('accounts', 'set', account, ...options);

test('changes what is named and nothing else', async () => {
  const before = await row();
  const result = await set('--plan', 'pro', '--timezone', 'Europe/Berlin', '--status', 'suspended');
  expect(result).toMatchObject({ code: 0, stderr: '' });
  expect(result.stdout).toContain('changed plan slug, status, timezone of account');
  expect(await row()).toEqual({ ...before, plan_slug: 'pro', timezone: 'Europe/Berlin', status: 'suspended' });
});

test('sets every profile field, normalised, and prints the account as JSON', async () => {
  const result = await set(
    ...['--name', ' Bay Homes ', '--email', 'Owner@Example.COM', '--unverified', '--postal-address', '5 Oak Ave'],
    ...['--brand-name', 'Bay', '--brand-color', '#0B5394', '--brand-logo-url', 'https://cdn.example.com/l.png'],
    ...['--reply-to', 'Desk <Desk@example.com>', '--json'],
  );
  expect(result.json()).toMatchObject({
    id: account,
    name: 'Bay Homes',
    ownerEmail: 'owner@example.com',
    emailVerified: false,
    postalAddress: '5 Oak Ave',
    brandName: 'Bay',
    brandColor: '#0B5394',
    brandLogoUrl: 'https://cdn.example.com/l.png',
    brandReplyTo: 'desk@example.com',
  });
  expect(await row()).toMatchObject({ name: 'Bay Homes', email_verified: false, brand_reply_to: 'desk@example.com' });
});

test.each([
  ['7', 7, { limit: 7, source: 'override' }],
  ['0', 0, { limit: 0, source: 'override', decision: 'block' }],
  ['none', null, { limit: 25, source: 'plan' }],
])('--limit %s', async (text, stored, answer) => {
  await database.pool.query('update accounts set monthly_report_limit_override = 99');
  expect((await set('--limit', text)).code).toBe(0);
  expect(await row()).toMatchObject({ monthly_report_limit_override: stored });
  expect((await host.run('limit-check', '--account', account, '--json')).json()).toMatchObject(answer);
});

test('--verified and --unverified turn the flag; a new address alone leaves it as it is', async () => {
  await set('--unverified');
  await set('--email', 'new@example.com');
  expect(await row()).toMatchObject({ email_verified: false, owner_email: 'new@example.com' });
  await set('--verified');
  expect(await row()).toMatchObject({ email_verified: true });
});

test('an empty text removes a value', async () => {
  await set('--brand-color', '#0b5394', '--reply-to', 'a@example.com');
  await set('--brand-color', '', '--reply-to', '', '--postal-address', '');
  expect(await row()).toMatchObject({ brand_color: null, brand_reply_to: null, postal_address: null });
});

test.each([
  [['--plan', 'gold'], /no plan "gold".*free, starter/],
  [['--limit', '-1'], /whole number.*nor none/],
  [['--limit', '2.5'], /whole number.*nor none/],
  [['--limit', 'unlimited'], /Only a plan is unlimited.*--plan unlimited --limit none/],
  [['--status', 'asleep'], /active, suspended, cancelled/],
  [['--timezone', 'UTC+3'], /not a time zone/],
  [['--name', ' '], /name is 1 to 120/],
  [['--name', 'Bay\u202eHomes'], /printable/],
  [['--email', 'nobody'], /name@example\.com/],
  [['--brand-color', 'red'], /#0b5394/],
  [['--brand-logo-url', 'http://cdn.example.com/l.png'], /https/],
  [['--brand-logo-url', 'https://u:p@cdn.example.com/l.png'], /https/],
  [['--postal-address', ' '], /postal address/],
  [['--verified', '--unverified'], /cannot be used with/],
  [[], /what to change/],
])('refuses %j and writes nothing', async (options, sentence) => {
  const before = await row();
  // What is right beside it is not written either.
  const right = options[0] === '--name' ? ['--plan', 'pro'] : ['--name', 'Other'];
  const result = await set(...(options.length === 0 ? [] : right), ...options);
  expect(result.code).toBe(2);
  expect(result.stderr).toMatch(sentence);
  expect(await row()).toEqual(before);
});

test('refuses an unknown account, and one of qa-deliver', async () => {
  const refusal = { code: 2, stderr: expect.stringMatching(/No account has the id/) };
  expect(await host.run('accounts', 'set', randomUUID(), '--name', 'x')).toMatchObject(refusal);
  await database.pool.query('update accounts set internal = true');
  expect(await set('--name', 'x')).toMatchObject(refusal);
});

test('two changes at once both hold', async () => {
  const results = await Promise.all([set('--plan', 'pro'), set('--timezone', 'Europe/Berlin'), set('--limit', '5')]);
  expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(await row()).toMatchObject({
    plan_slug: 'pro',
    timezone: 'Europe/Berlin',
    monthly_report_limit_override: 5,
  });
});
