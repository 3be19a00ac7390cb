import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, farSendTime } from '../support/fixtures.ts';
import { runShell } from '../support/program.ts';

// What a host may be like: no home folder, another time zone, another language.
let database: TestDatabase;
let cwd: string;
let schedule: string;
beforeAll(async () => {
  database = await createTestDatabase();
  cwd = await mkdtemp(join(tmpdir(), 'reportctl-host-'));
  const account = await addTestAccount(database.pool);
  schedule = await addTestSchedule(database.pool, account, {
    nextRunAt: new Date('2040-01-02T15:00:00Z'),
    cities: ['İstanbul', 'Ilım'],
    // No instant passes between two looks at what comes next.
    ...farSendTime(),
  });
});
afterAll(async () => {
  await Promise.all([database.close(), rm(cwd, { recursive: true })]);
});

const shell = (line: string, env: NodeJS.ProcessEnv = {}) =>
  runShell(line, { cwd, env: { DATABASE_URL: database.url, LISTINGS_FEED: 'sample', ...env } });

const SAME_DATA = [
  'accounts list',
  'schedules list',
  'schedules next $SCHEDULE -n 3',
  'schedules preview $SCHEDULE',
  'plans list --json',
  // But for the minute in which the listings were read.
  'stats --city Houston --timezone America/Chicago | grep -v ^Source:',
  'config | grep -v REPORTCTL_HOST',
];

/** Set for the program alone: bash complains of locales that the host does not have. */
function outputWith(surroundings: string) {
  const commands = SAME_DATA.map((command) => `env ${surroundings} "$NODE" "$MAIN" ${command}`);
  return shell(commands.join(' && '), { SCHEDULE: schedule });
}

test('the same data look the same in any time zone and language', async () => {
  const usual = await outputWith('TZ=UTC LC_ALL=C');
  expect(usual).toMatchObject({ code: 0, stderr: '' });
  for (const other of [
    'TZ=Pacific/Chatham LC_ALL=tr_TR.UTF-8',
    'TZ=America/Los_Angeles LC_ALL=de_DE.UTF-8',
    'TZ=UTC LANG=ar_EG.UTF-8',
  ]) {
    expect({ other, ...(await outputWith(other)) }).toEqual({ other, ...usual });
  }
});

test.each(['/proc/none', '/dev/null'])(
  'a home at %s does no harm to a command with a database of its own',
  async (HOME) => {
    expect(await shell('reportctl accounts list --json', { HOME })).toMatchObject({ code: 0, stderr: '' });
    expect(await readdir(cwd)).toEqual([]);
  },
);

const EMBEDDED = { DATABASE_URL: 'embedded', LOG_LEVEL: 'silent' };

test.each([
  ['that cannot be made', { REPORTCTL_DATA_DIR: '/proc/none/data' }],
  ['that is no folder', { REPORTCTL_DATA_DIR: '/dev/null/data' }],
])('the embedded database in a folder %s: one sentence, 78', async (_what, env) => {
  const { code, stderr } = await shell('reportctl accounts list', { ...EMBEDDED, ...env });
  expect(code).toBe(78);
  expect(stderr).toMatch(/^reportctl: The data folder .* cannot be made or used .* set REPORTCTL_DATA_DIR [^\n]*\n$/);
});

const UID = 54_321;
const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
// Only root can become a user that the system does not know, as containers do, and that one must reach the program.
if (process.getuid?.() === 0 && spawnSync('test', ['-r', program], { uid: UID }).status === 0) {
  test('a user without a home folder is told what to set, and needs none with a database of its own', async () => {
    await chmod(cwd, 0o755);
    const nobody = (environment: string) =>
      shell(
        `setpriv --reuid ${UID} --regid ${UID} --clear-groups env -u HOME ${environment} "$NODE" "$MAIN" plans list`,
      );
    expect(await nobody('DATABASE_URL=embedded')).toMatchObject({
      code: 78,
      stderr: expect.stringMatching(/^reportctl: This user has no home folder [^\n]*\n$/),
    });
    expect(await nobody('LOG_LEVEL=silent')).toMatchObject({ code: 0, stderr: '' });
  });
}
