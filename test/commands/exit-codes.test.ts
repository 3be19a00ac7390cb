import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../../src/core/exit-codes.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount } from '../support/fixtures.ts';

let database: TestDatabase;
let host: CliHost;
let full: string;
beforeAll(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
  full = await addTestAccount(database.pool, { override: 0 });
});
afterAll(async () => {
  await host.close();
  await database.close();
});

const away = 'postgres://127.0.0.1:1/none';
/** Each code by commands that end in it; what is not set here is the host's. */
const CASES: [number, string[], Record<string, string>?][] = [
  [0, ['plans', 'list']],
  [0, ['tick']],
  [0, ['limit-check', '--all']],
  [1, ['generate', '--city', 'Irvine', '--out', '/proc/none/report.html']],
  [2, ['tick', '--fast']],
  [2, ['runs', 'show', '7']],
  [3, ['limit-check', '--account', 'FULL']],
  [69, ['tick'], { DATABASE_URL: away }],
  [69, ['status'], { DATABASE_URL: away }],
  [69, ['ping'], { KEEPALIVE_URL: 'http://127.0.0.1:1/' }],
  [78, ['tick'], { CONCURRENCY: '0' }],
  [78, ['ping']],
];

test.each(CASES)('%i: %j', async (code, argv, env = {}) => {
  const other = await createCliHost({ ...host.env, ...env });
  const result = await other.run(...argv.map((word) => (word === 'FULL' ? full : word)));
  await other.close();
  expect({ code: result.code, stderr: result.stderr }).toEqual({ code, stderr: expect.any(String) });
});

test('the reference names these codes, and each is shown above', async () => {
  const reference = await readFile(new URL('../../docs/reference.md', import.meta.url), 'utf8');
  const named = Array.from(reference.matchAll(/^\| (\d+) +\| /gm), ([, code]) => Number(code));
  expect(named).toEqual(Object.values(EXIT));
  expect([...new Set(CASES.map(([code]) => code))]).toEqual(named);
});
