import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns } from '../support/fixtures.ts';
import { runShell } from '../support/program.ts';
import { type ProductServer, startProductServer } from '../support/qa-api-server.ts';

// A disk on which no file fits: under a limit of the file size a write fails as on a full one (EFBIG for ENOSPC).
let database: TestDatabase;
let account: string;
let cwd: string;
let product: ProductServer;
beforeAll(async () => {
  [database, product] = await Promise.all([createTestDatabase(), startProductServer()]);
  account = await addTestAccount(database.pool);
});
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'reportctl-full-'));
  return () => rm(cwd, { recursive: true });
});
afterAll(() => Promise.all([database.close(), product.close()]));

function onFullDisk(command: string) {
  const env = {
    ...{ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox', HOME: cwd },
    ...{ QA_BASE_URL: product.url, QA_TOKEN: 'token-of-the-test', TMPDIR: cwd },
  };
  return runShell(`ulimit -f 0; ${command}`, { env, cwd });
}

test.each([
  ['generate --city Irvine --out report.html', 1, /report\.html \(EFBIG\)/],
  ['metrics --out metrics.prom', 78, /metrics\.prom \(EFBIG\)/],
  [
    'qa-deliver --deliver-to a@example.com --report-types closed --poll-seconds 0.02 --junit qa.xml',
    2,
    /--junit .*\(EFBIG\)/,
  ],
])('%s: one sentence, and nothing half-written', async (command, code, sentence) => {
  const result = await onFullDisk(`reportctl ${command}`);
  expect(result).toMatchObject({ code, stderr: expect.stringMatching(sentence) });
  expect(result.stderr.trim().split('\n')).toHaveLength(1);
  expect(await readdir(cwd)).toEqual([]);
});

test('a tick that cannot write its metrics has made its runs', async () => {
  await addTestSchedule(database.pool, account, { recipients: [] });
  const result = await onFullDisk('METRICS_FILE=metrics.prom reportctl tick');
  expect(result).toMatchObject({ code: 0, stderr: expect.stringContaining('could not be written to METRICS_FILE') });
  expect(await readdir(cwd)).toEqual(['outbox']);
});

test('messages that do not fit into the outbox are tried again, and nothing of them is left', async () => {
  const id = await addTestSchedule(database.pool, account);
  const { stderr } = await onFullDisk('reportctl tick');
  const runOf = async () => (await allRuns(database.pool)).find(({ schedule_id }) => schedule_id === id);
  expect(await runOf()).toMatchObject({ status: 'queued', error_code: 'outbox_unavailable' });
  expect(stderr).toContain('outbox folder (EFBIG)');
  const files = await readdir(cwd, { recursive: true, withFileTypes: true });
  expect(files.filter((entry) => entry.isFile())).toEqual([]);
});
