import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount } from '../support/fixtures.ts';

let database: TestDatabase;
let host: CliHost;
let account: string;

beforeAll(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url });
});
beforeEach(async () => {
  account = await addTestAccount(database.pool);
});
afterAll(async () => {
  await host.close();
  await database.close();
});

const suppressions = (action: string, ...words: string[]) =>
  host.run('suppressions', action, '--account', account, ...words);

test('an address is suppressed once, whatever its case, for one account, and let go again', async () => {
  const other = await addTestAccount(database.pool);
  expect(await suppressions('add', 'Jane <JANE@Example.com>', '--reason', 'complaint')).toMatchObject({
    ...{ code: 0, stdout: 'added 1, already there 0\n' },
  });
  expect((await suppressions('add', 'jane@example.com', '--json')).json()).toEqual({
    ...{ added: 0, alreadyThere: 1, repeated: 0, refused: [] },
  });
  expect((await suppressions('list', '--json')).json()).toMatchObject([
    { email: 'jane@example.com', reason: 'complaint' },
  ]);
  expect((await host.run('suppressions', 'list', '--account', other, '--json')).json()).toEqual([]);
  expect((await suppressions('remove', 'Jane@EXAMPLE.com', 'joe@example.com')).stdout).toBe('removed 1, not there 1\n');
  expect((await suppressions('list', '--json')).json()).toEqual([]);
});

test('an import names the lines that it refused, and ends in 1', async () => {
  const csv = 'Email,Unsubscribed\nann@example.com,2025-01-01\nbob@,2025-01-02\nANN@example.com,2025-01-03\n';
  const result = await host.runWith({ stdin: csv }, 'suppressions', 'import', '--account', account, '-');
  expect(result.code).toBe(1);
  expect(result.stdout).toMatch(/^added 1, already there 0, repeated 1, refused 1\nline 3: .*invalid domain/);
  expect((await suppressions('list')).stdout).toMatch(/ann@example.com +import +20/);
});

test('a long list is cut, and says so', async () => {
  await suppressions('add', 'a@example.com', 'b@example.com', 'c@example.com');
  const { stdout } = await suppressions('list', '--limit', '2');
  expect(stdout).toMatch(/b@example.com/);
  expect(stdout).not.toMatch(/c@example.com/);
  expect(stdout).toMatch(/and 1 more: --limit 3/);
  expect((await suppressions('list', '--limit', '2', '--json')).json()).toHaveLength(2);
});

test('an unknown account is refused by each of them', async () => {
  const unknown = ['--account', '0198c5a0-7d5e-7000-8000-000000000001'];
  for (const words of [['list'], ['add', 'a@example.com'], ['remove', 'a@example.com']]) {
    const result = await host.run('suppressions', ...words, ...unknown);
    expect(result).toMatchObject({ code: 2, stderr: expect.stringMatching(/No account has the id/) });
  }
  expect(await suppressions('add', 'a@example.com', '--reason', ' ')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/reason/),
  });
});
