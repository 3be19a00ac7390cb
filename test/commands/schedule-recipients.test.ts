import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule } from '../support/fixtures.ts';

let database: TestDatabase;
let host: CliHost;
let account: string;
let schedule: string;

beforeAll(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url });
});
beforeEach(async () => {
  account = await addTestAccount(database.pool);
  schedule = await addTestSchedule(database.pool, account, { recipients: ['old@example.com'] });
});
afterAll(async () => {
  await host.close();
  await database.close();
});

const recipients = (action: string, ...words: string[]) =>
  host.run('schedules', 'recipients', action, schedule, ...words);
const listed = async () => (await recipients('list', '--json')).json() as { email: string; name: string | null }[];

test('people are added once, under one spelling, and a name can be given later', async () => {
  const first = await recipients('add', 'Jane Doe <JANE@Example.com>', 'jane@example.com', 'joe@bücher.example');
  expect(first).toMatchObject({ code: 0, stdout: 'added 2, renamed 0, already there 0\n' });
  const again = await recipients('add', 'Joe <joe@xn--bcher-kva.example>', 'jane@example.com', '--json');
  expect(again.json()).toMatchObject({ added: 0, renamed: 1, alreadyThere: 1, refused: [] });
  expect(await listed()).toEqual([
    { email: 'jane@example.com', name: 'Jane Doe', suppressed: false },
    { email: 'joe@xn--bcher-kva.example', name: 'Joe', suppressed: false },
    { email: 'old@example.com', name: null, suppressed: false },
  ]);
});

test('one bad address on the command line changes nothing, and is named by its place', async () => {
  const result = await recipients('add', 'jane@example.com', 'joe@nowhere');
  expect(result).toMatchObject({ code: 2, stdout: '' });
  expect(result.stderr).toMatch(/Nothing was changed. Address 2 of 2: .*invalid domain/);
  expect(result.stderr).not.toContain('nowhere');
  expect(await listed()).toHaveLength(1);
});

test('an import adds what is good, names the lines that it refused, and ends in 1', async () => {
  const csv = '\ufeffemail,name\njane@example.com,Jane Doe\nold@example.com,\nnobody,X\nJANE@example.com,J\n';
  await writeFile(join(host.cwd, 'people.csv'), csv);
  const result = await recipients('import', 'people.csv');
  expect(result.code).toBe(1);
  expect(result.stdout).toBe(
    'added 1, renamed 0, already there 1, repeated 1, refused 1\n' +
      'line 4: The e-mail address is not of the form name@example.com. Give it as name@example.com.\n',
  );
  expect((await recipients('import', 'people.csv', '--json')).json()).toMatchObject({
    ...{ added: 0, alreadyThere: 2, repeated: 1, refused: [{ line: 4 }] },
  });
  expect(await listed()).toHaveLength(2);
});

test('stdin is read for -, and an unsubscribed address is pointed out', async () => {
  await host.run('suppressions', 'add', '--account', account, 'jane@example.com');
  const result = await host.runWith(
    { stdin: 'jane@example.com\njoe@example.com' },
    ...['schedules', 'recipients', 'import', schedule, '-'],
  );
  expect(result).toMatchObject({ code: 0 });
  expect(result.stdout).toMatch(/added 2, .*suppressed 1\nWho is suppressed gets nothing/);
  expect((await recipients('list')).stdout).toMatch(/jane@example.com +– +suppressed/);
});

test.each([
  ['Latin-1', Buffer.from('jos\xe9@example.com', 'latin1'), /not UTF-8/],
  ['an open quote', Buffer.from('a@example.com\n"b@example.com\nc@example.com\n'), /line 2 is never closed/],
])('a file with %s is refused as a whole', async (_, bytes, message) => {
  await writeFile(join(host.cwd, 'bad.csv'), bytes);
  expect(await recipients('import', 'bad.csv')).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  expect(await recipients('import', 'none.csv')).toMatchObject({ code: 2, stderr: expect.stringMatching(/ENOENT/) });
  expect(await listed()).toHaveLength(1);
});

test('removing says what was there and what is left, whatever the case', async () => {
  await recipients('add', 'jane@example.com');
  const result = await recipients('remove', 'JANE@example.com', 'ghost@example.com');
  expect(result).toMatchObject({ code: 0, stdout: 'removed 1, not there 1, left 1\n' });
  expect(await listed()).toMatchObject([{ email: 'old@example.com' }]);
});

test('a schedule that is unknown or deleted takes nobody', async () => {
  const unknown = '0198c5a0-7d5e-7000-8000-000000000001';
  const add = (id: string) => host.run('schedules', 'recipients', 'add', id, 'jane@example.com');
  expect(await add(unknown)).toMatchObject({ code: 2, stderr: expect.stringMatching(/No schedule has the id/) });
  const deleted = await addTestSchedule(database.pool, account, { status: 'deleted' });
  expect(await add(deleted)).toMatchObject({ code: 2, stderr: expect.stringMatching(/is deleted/) });
});

test('two imports of the same ten thousand at once end with each of them once', async () => {
  const people = Array.from({ length: 10_000 }, (_, i) => `p${i}@example.com,Person ${i}`);
  await writeFile(join(host.cwd, 'up.csv'), people.join('\n'));
  await writeFile(join(host.cwd, 'down.csv'), people.reverse().join('\n'));
  const both = await Promise.all([
    recipients('import', 'up.csv', '--json'),
    recipients('import', 'down.csv', '--json'),
  ]);
  const added = both.map((result) => (result.json() as { added: number }).added).sort();
  expect(added).toEqual([0, 10_000]);
});
