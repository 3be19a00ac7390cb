import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createToken, unsubscribeLink } from '../../src/delivery/unsubscribe-token.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, countOf } from '../support/fixtures.ts';

const SECRET = 'the former secret 16+';

let database: TestDatabase;
let host: CliHost;
let account: string;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url, UNSUBSCRIBE_SECRET: `the current secret 16+,${SECRET}` });
});
beforeEach(async () => {
  account = await addTestAccount(database.pool);
  token = createToken(SECRET, { accountId: account, email: 'jane+homes@example.com' });
});
afterAll(async () => {
  await host.close();
  await database.close();
});

const suppressed = () => countOf(database.pool, 'suppressions where account_id = $1', [account]);

test('a token is applied once and may come again, from argv, stdin or the environment', async () => {
  const first = await host.runWith({ stdin: `${token}\n` }, 'unsubscribe', '--token', '-', '--json');
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.json()).toEqual({ accountId: account, email: 'jane+homes@example.com', added: true });
  const link = unsubscribeLink('https://reports.example.com/u', token);
  expect(await host.run('unsubscribe', '--token', link)).toMatchObject({
    code: 0,
    stdout: 'was unsubscribed already\n',
  });
  host.env.UNSUBSCRIBE_TOKEN = token;
  expect((await host.run('unsubscribe', '--json')).json()).toMatchObject({ added: false });
  host.env.UNSUBSCRIBE_TOKEN = undefined;
  expect(await suppressed()).toBe(1);
});

test('what is no token of ours changes nothing, and is not repeated', async () => {
  const forged = createToken('a secret of somebody else', { accountId: account, email: 'jane@example.com' });
  for (const bad of [forged, token.slice(0, -4), 'nonsense']) {
    const result = await host.run('unsubscribe', '--token', bad, '--json');
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).not.toContain(bad);
  }
  expect(await host.run('unsubscribe')).toMatchObject({ code: 2, stderr: expect.stringMatching(/There is no token/) });
  expect(await host.runWith({ stdin: 'x'.repeat(20_000) }, 'unsubscribe', '--token', '-')).toMatchObject({ code: 2 });
  expect(await suppressed()).toBe(0);
});

test('without the secret nothing can be told from a forgery: 78', async () => {
  const bare = await createCliHost({ DATABASE_URL: database.url });
  expect(await bare.run('unsubscribe', '--token', token)).toMatchObject({
    code: 78,
    stderr: expect.stringMatching(/UNSUBSCRIBE_SECRET/),
  });
  await bare.close();
});
