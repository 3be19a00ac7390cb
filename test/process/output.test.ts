import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns } from '../support/fixtures.ts';
import { runShell } from '../support/program.ts';

// Where a real process's output goes: a terminal, a pipe, a reader that has left, a full disk.
let database: TestDatabase;
let cwd: string;
let account: string;
let env: Record<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
  cwd = await mkdtemp(join(tmpdir(), 'reportctl-process-'));
  env = { DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox', HOME: cwd };
  account = await addTestAccount(database.pool);
  for (let i = 0; i < 3; i++) await addTestSchedule(database.pool, account, { nextRunAt: null });
  // Bundles the program, so that no test waits for that.
  await shell('true');
});
afterAll(async () => {
  await Promise.all([database.close(), rm(cwd, { recursive: true })]);
});

/** A pipe's exit code is that of whoever failed in it. */
const shell = (line: string, terminal = false) => runShell(`set -o pipefail; ${line}`, { env, cwd, terminal });
const ESCAPE = '\u001b[';
const ANY_ESCAPE = /\p{Cc}\[/u;
/** Whatever steers a terminal, but for line breaks. */
const STEERING = /\p{Cc}(?<!\n)/u;

describe('qa-deliver', () => {
  const QA = 'reportctl qa-deliver --deliver-to qa@example.com --report-types closed';

  test('on a terminal: colours, and what is under way, taken back when it is done', async () => {
    const { code, stdout } = await shell(QA, true);
    expect(code).toBe(0);
    expect(stdout).toContain(`${ESCAPE}32mok${ESCAPE}39m`);
    expect(stdout).toMatch(/…\s+closed: /);
    expect(stdout).toMatch(/\p{Cc}\[\dA\p{Cc}\[J/u);
    expect(stdout.trimEnd().split('\r\n').at(-2)).toBe('1 of 1 delivered');
  });

  test('in a pipe: plain lines, and nothing moves', async () => {
    const { code, stdout, stderr } = await shell(`${QA} 2>&1 | cat`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ok {4}closed: /m);
    expect(stdout).not.toMatch(STEERING);
  });
});

test.each(['status', 'schedules list', 'runs list', 'config', 'doctor', 'accounts list', 'tick'])(
  '%s in a pipe: no escape codes',
  async (command) => {
    const { stdout, stderr } = await shell(`reportctl ${command} | cat`);
    expect(stdout).not.toBe('');
    expect(stdout + stderr).not.toMatch(STEERING);
  },
);

describe('a terminal', () => {
  test('gets colours, and none where NO_COLOR is set', async () => {
    const [coloured, plain] = [await shell('reportctl status', true), await shell('NO_COLOR=1 reportctl status', true)];
    expect(coloured.stdout).toMatch(ANY_ESCAPE);
    expect(plain.stdout).toContain('Hosts');
    expect(plain.stdout).not.toMatch(ANY_ESCAPE);
  });

  test('that does not know its size counts as 80 columns', async () => {
    const [known, unknown] = [
      await shell('reportctl plans list', true),
      await shell('stty cols 0; reportctl plans list', true),
    ];
    expect(unknown).toEqual(known);
  });
});

describe('a reader that has seen enough', () => {
  test.each([
    'reportctl runs list | head -1',
    'reportctl schedules list --json | head -c1 >&2',
    'reportctl metrics | true',
    'reportctl --help | true',
    'reportctl runs list 2>&1 | true',
    'reportctl runs list >&- 2>&-',
  ])('%s: the exit code is its own', async (line) => {
    const { code, stderr } = await shell(line);
    expect({ code, stderr: stderr.replace('[', '') }).toEqual({ code: 0, stderr: '' });
  });

  test('a tick whose log nobody reads makes its runs all the same', async () => {
    const id = await addTestSchedule(database.pool, account);
    expect((await shell('LOG_LEVEL=debug reportctl tick 2>&1 | true')).code).toBe(0);
    const run = (await allRuns(database.pool)).find(({ schedule_id }) => schedule_id === id);
    expect(run?.status).toBe('completed');
  });
});

describe('a full disk under', () => {
  const LOST = /^reportctl: The output could not be written \(ENOSPC\)\. [^\n]*\n$/;

  test.each(['runs list', 'schedules list --json', '--help', 'metrics', 'config', 'tick'])(
    'stdout of %s: one sentence and exit 1',
    async (command) => {
      const { code, stderr } = await shell(`reportctl ${command} >/dev/full`);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(LOST) });
    },
  );

  test('stdout keeps an exit code that says more', async () => {
    expect((await shell('reportctl limit-check --account x >/dev/full')).code).toBe(2);
  });

  test('stdout and stderr: a tick makes its runs', async () => {
    const id = await addTestSchedule(database.pool, account);
    await shell('LOG_LEVEL=debug reportctl tick >/dev/full 2>&1');
    const run = (await allRuns(database.pool)).find(({ schedule_id }) => schedule_id === id);
    expect(run?.status).toBe('completed');
  });

  test('stderr alone: nothing asked for is lost', async () => {
    expect(await shell('LOG_LEVEL=debug reportctl runs list --json 2>/dev/full')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\[/),
    });
  });
});
