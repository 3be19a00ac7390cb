import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LATEST_VERSION } from '../../src/db/migrations.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns, countOf } from '../support/fixtures.ts';

// The launcher with a build beside it, as it is installed.
const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  await mkdir(join(root, 'node_modules/.cache'), { recursive: true });
  folder = await mkdtemp(join(root, 'node_modules/.cache/reportctl-installed-'));
  await cp(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await promisify(execFile)(process.execPath, ['scripts/build.mjs', join(folder, 'dist')], { cwd: root });
  database = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all([database.close(), rm(folder, { recursive: true })]);
});

function reportctl(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const env = {
    ...{ PATH: process.env.PATH, DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' },
    ...{ OUTBOX_DIR: join(folder, 'outbox'), LOG_LEVEL: 'silent', REPORTCTL_CONFIG: '' },
  };
  return new Promise((resolve) => {
    execFile(join(folder, 'bin/reportctl'), args, { env, cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}

const nothingDue = { code: 0, stdout: 'nothing due\n', stderr: '' };

test('an idle tick is answered, with the compiled code that the build left', async () => {
  const ticksBefore = await countOf(database.pool, 'hosts');
  expect(await reportctl('tick')).toEqual(nothingDue);
  expect(await countOf(database.pool, 'hosts')).toBe(ticksBefore + 1);
});

test('the code that the build left is what V8 takes', async () => {
  const ask = `process.stdout.write(String(require('./bin/load.cjs').load(process.cwd() + '/dist').script.cachedDataRejected))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=commonjs', '-e', ask], { cwd: folder });
  expect(stdout).toBe('false');
});

// Each costs as much as a tenth of the whole tick; `bench -- idle` says how much.
test('an idle tick without a password to prove loads neither crypto nor dns', async () => {
  const ask = `
    import { createRequire } from 'node:module';
    import { startIdleDatabase } from ${JSON.stringify(join(root, 'scripts/idle-database.mjs'))};
    const loaded = () => process.moduleLoadList.filter((name) => /NativeModule (crypto|dns)$/.test(name));
    const { exports } = createRequire(process.cwd() + '/')('./bin/load.cjs').load(process.cwd() + '/dist');
    const atFirst = loaded();
    const database = await startIdleDatabase(${LATEST_VERSION});
    const io = { env: { ...process.env, DATABASE_URL: database.url }, cwd: process.cwd() };
    const code = await exports.idleTick({ ...io, stdout: process.stdout, stderr: process.stderr });
    database.close();
    // A server that listens on a host loads dns.
    console.log(code, atFirst, loaded().filter((name) => !name.endsWith('dns')));`;
  const env = { PATH: process.env.PATH, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox', REPORTCTL_CONFIG: '' };
  const args = ['--input-type=module', '-e', ask];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, env });
  expect(stdout).toBe('nothing due\n0 [] []\n');
});

test('a stale, broken or missing code cache costs time and nothing else', async () => {
  const cache = join(folder, 'dist/idle-tick.cache');
  const good = await readFile(cache);
  await writeFile(cache, good.subarray(0, 1000));
  expect(await reportctl('tick')).toEqual(nothingDue);
  await rm(cache);
  expect(await reportctl('tick')).toEqual(nothingDue);
});

test('a tick with something to do goes on with the whole program', async () => {
  await addTestSchedule(database.pool, await addTestAccount(database.pool));
  expect(await reportctl('tick')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^1 dispatched, 1 claimed, 1 completed/),
  });
  expect(await allRuns(database.pool)).toMatchObject([{ status: 'completed' }]);
});

test('any other command line is the whole program’s', async () => {
  expect(await reportctl('tick', '--json')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"dispatched": 0'),
  });
  expect(await reportctl('--version')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  expect(await reportctl('tock')).toMatchObject({ code: 2 });
});

// Surroundings that went away: its folder, its readers.
const unreachable = {
  ...{ PATH: process.env.PATH, DATABASE_URL: 'postgres://127.0.0.1:1/none' },
  ...{ LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox', REPORTCTL_CONFIG: '' },
};

test.each([['tick'], ['accounts list']])('%s from a deleted folder: one sentence, 78', async (words) => {
  const gone = await mkdtemp(join(tmpdir(), 'gone-'));
  const script = `cd "$0" && rmdir "$0" && exec "$1" ${words}`;
  const child = spawn('sh', ['-c', script, gone, join(folder, 'bin/reportctl')], { env: unreachable });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  expect({ code, stderr }).toEqual({
    code: 78,
    stderr: 'reportctl: The working folder was deleted. Change to another one (cd) and run it again.\n',
  });
});

test.each([['tick'], ['tick', '--json']])('%s whose readers have gone ends with its own exit code', async (...argv) => {
  const child = spawn(join(folder, 'bin/reportctl'), argv, { env: unreachable, cwd: folder });
  child.stdout.destroy();
  child.stderr.destroy();
  expect(await once(child, 'close')).toEqual([69, null]);
});
