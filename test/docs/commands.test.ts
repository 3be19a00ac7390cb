import { execFile } from 'node:child_process';
import { chmod, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundledOnce } from '../support/bundled-once.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

/** What is shown and not run here, and why. Everything else that stands in an `sh` block is run, page by page. */
const NOT_RUN: readonly (readonly [RegExp, string])[] = [
  [/^sudo /, 'changes the host'],
  [/^npm ci\b|^npm run (lint|verify)/, 'installs and tests this very clone'],
  [/^DATABASE_URL=embedded /, 'starts a second database: test/db/embedded.test.ts'],
  [/^printf %s "\$token"/, 'needs a delivered link: test/commands/unsubscribe-round-trip.test.ts'],
];

const root = resolve('.');
const pages = [
  'README.md',
  ...(await readdir('docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];
let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'reportctl-docs-'));
  const dist = await bundledOnce('program', async (target) => {
    await promisify(execFile)(process.execPath, ['scripts/build.mjs', target], { cwd: root });
  });
  await writeFile(join(folder, 'reportctl'), `#!/bin/sh\nexec '${process.execPath}' '${dist}/main.js' "$@"\n`);
  await chmod(join(folder, 'reportctl'), 0o755);
  await cp(join(root, 'deploy'), join(folder, 'deploy'), { recursive: true });
  await writeFile(join(folder, 'contacts.csv'), 'email,name\nann@example.com,Ann\n');
  await writeFile(join(folder, 'unsubscribed.csv'), 'gone@example.com\n');
  // A host that has ticked: on any other, `status` rightly asks for a person.
  await promisify(execFile)('reportctl', ['tick'], { cwd: folder, env: environment() });
});
afterAll(async () => {
  await Promise.all([database.close(), rm(folder, { recursive: true })]);
});

const environment = () => ({
  ...{ PATH: `${folder}:${process.env.PATH}`, HOME: folder, DATABASE_URL: database.url, LOG_LEVEL: 'silent' },
  ...{ LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' },
});

/** The commands of a page's `sh` blocks, one an element, continued lines joined. */
function commandsOf(page: string): string[] {
  const blocks = Array.from(page.matchAll(/^```sh\n(.*?)^```$/gms), ([, block = '']) => block);
  const lines = blocks.join('').replaceAll(/\\\n/g, ' ').split('\n');
  return lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

const reasonNotToRun = (command: string) => NOT_RUN.find(([pattern]) => pattern.test(command))?.[1];

const shown = await Promise.all(pages.map(async (page) => [page, commandsOf(await readFile(page, 'utf8'))] as const));

test.each(shown.filter(([, commands]) => commands.length > 0))('%s: every command shown works', async (_, commands) => {
  const script = commands.filter((command) => reasonNotToRun(command) === undefined).join('\n');
  // -x names the command that failed.
  const ended = await promisify(execFile)('bash', ['--norc', '-euxo', 'pipefail', '-c', script], {
    cwd: folder,
    env: environment(),
  }).then(
    () => ({ code: 0, output: '' }),
    ({ code, stdout, stderr }: Record<string, string>) => ({ code, output: `${stdout}${stderr}` }),
  );
  expect(ended).toEqual({ code: 0, output: '' });
});

test('each exception is needed', () => {
  const all = shown.flatMap(([, commands]) => commands);
  for (const [pattern] of NOT_RUN) expect(all.some((command) => pattern.test(command))).toBe(true);
});

test('each link leads to a file of the repository, and to a heading of it', async () => {
  for (const page of pages) {
    const text = await readFile(page, 'utf8');
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [file = '', heading] = link.split('#');
      const target = await readFile(resolve(page, '..', file), 'utf8');
      if (heading !== undefined) expect(target.toLowerCase()).toContain(`# ${heading.replaceAll('-', ' ')}`);
    }
  }
});
