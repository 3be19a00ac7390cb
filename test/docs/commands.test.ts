import { execFile } from 'node:child_process';
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundledOnce } from '../support/bundled-once.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { coverSystem, mayCover } from '../support/own-system.ts';
import { NOT_RUN, pages, reasonNotToRun, shown } from './shown.ts';

/** Changes the system: run on a copy of it, where this process may make one. */
const CHANGES_SYSTEM = /^sudo |^crontab /;

const root = resolve('.');
let folder: string;
let database: TestDatabase;
let covered: Awaited<ReturnType<typeof coverSystem>> | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'reportctl-docs-'));
  const dist = await bundledOnce('program', async (target) => {
    await promisify(execFile)(process.execPath, ['scripts/build.mjs', target], { cwd: root });
  });
  await writeFile(join(folder, 'reportctl'), `#!/bin/sh\nexec '${process.execPath}' '${dist}/main.js' "$@"\n`);
  await chmod(join(folder, 'reportctl'), 0o755);
  await installPackage();
  await writeFile(join(folder, 'contacts.csv'), 'email,name\nann@example.com,Ann\n');
  await writeFile(join(folder, 'unsubscribed.csv'), 'gone@example.com\n');
  // A host that has ticked: on any other, `status` rightly asks for a person.
  const { stdout } = await promisify(execFile)('reportctl', ['tick'], { cwd: folder, env: environment() });
  await writeFile(join(folder, 'reportctl.log'), stdout);
  if (mayCover) covered = await coverSystem(folder);
});
afterAll(async () => {
  await Promise.all([database.close(), rm(folder, { recursive: true })]);
});

/** What `npm install --global` leaves, as far as the guides name it: they ask npm where it lies. */
async function installPackage(): Promise<void> {
  await cp(join(root, 'deploy'), join(folder, 'modules/reportctl/deploy'), { recursive: true });
  await writeFile(join(folder, 'npm'), `#!/bin/sh\n[ "$*" = 'root --global' ] && echo '${folder}/modules'\n`);
  await chmod(join(folder, 'npm'), 0o755);
}

const environment = () => ({
  ...{
    PATH: `${folder}:${process.env.PATH}:/usr/sbin`,
    OWNER_URL: database.url,
    HOME: folder,
    REPORTCTL_CONFIG: '',
    DATABASE_URL: database.url,
    LOG_LEVEL: 'silent',
  },
  ...{ LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' },
});

const isRun = (command: string) => reasonNotToRun(command) === undefined && (mayCover || !CHANGES_SYSTEM.test(command));

/** Runs a page's lines in one shell, on a copy of the system where there is one. */
async function runPage(lines: readonly string[]): Promise<{ code: number | string; output: string }> {
  // -x names the command that failed.
  const bash = ['bash', '--norc', '-euxo', 'pipefail', '-c', lines.join('\n')];
  const [program = '', ...words] = [...(covered?.words ?? []), ...bash];
  const env = environment();
  return promisify(execFile)(program, words, {
    cwd: folder,
    env: { ...env, ...covered?.env, PATH: covered ? `${covered.path}:${env.PATH}` : env.PATH },
  }).then(
    () => ({ code: 0, output: '' }),
    ({ code, stdout, stderr }: Record<string, string>) => ({ code: code ?? '', output: `${stdout}${stderr}` }),
  );
}

const pagesWithCommands = shown.filter(([, commands]) => commands.length > 0);
const [makeUser = ''] = shown.flatMap(([, commands]) =>
  commands.filter((command) => command.startsWith('sudo useradd')),
);

// A page may make a dozen reports.
test.each(pagesWithCommands)('%s: every command shown works', { timeout: 300_000 }, async (_, commands) => {
  // `status` and `doctor` call a host silent that did not tick for five minutes: other pages may take them.
  const before = ['reportctl tick >/dev/null', ...(mayCover && !commands.includes(makeUser) ? [makeUser] : [])];
  expect(await runPage([...before, ...commands.filter(isRun)])).toEqual({ code: 0, output: '' });
});

/** What the guides have changed on the machine that they are followed on. */
const CHANGED = [
  'test "$(stat --format "%a %U %G" /etc/reportctl.env)" = "640 root reportctl"',
  'crontab -u reportctl -l | cmp - deploy/crontab',
  // It ends with 0 also where a line of it makes no sense.
  'if logrotate --debug /etc/logrotate.d/reportctl 2>&1 | grep "^error" >&2; then exit 1; fi',
  'ls /etc/systemd/system/timers.target.wants/reportctl-{tick,prune,ping}.timer',
  'ls /etc/systemd/system/multi-user.target.wants/reportctl-unsubscribe.service',
  'ls /etc/systemd/system/reportctl-.service.d/10-common.conf',
  'bash -nu /etc/bash_completion.d/reportctl',
];

if (mayCover) {
  test('the lines with sudo have set up a machine, on a copy of this one', async () => {
    const changing = pagesWithCommands.flatMap(([, commands]) =>
      commands.filter((command) => CHANGES_SYSTEM.test(command) && isRun(command)),
    );
    expect(changing.length).toBeGreaterThan(10);
    expect(await runPage([...changing, `cd '${root}'`, ...CHANGED])).toEqual({ code: 0, output: '' });
  });
} else {
  test('lines with sudo: NOT TRIED, this process may not give a child a system of its own', () => {
    expect(covered).toBeUndefined();
  });
}

test('each exception is needed', () => {
  const all = shown.flatMap(([, commands]) => commands);
  for (const [pattern] of NOT_RUN) expect(all.some((command) => pattern.test(command))).toBe(true);
});

test('each link leads to a file of the repository, and to a heading of it', async () => {
  for (const page of pages) {
    const text = await readFile(page, 'utf8');
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [file = '', heading] = link.split('#');
      const target = await readFile(file === '' ? page : resolve(page, '..', file), 'utf8');
      if (heading !== undefined) expect(target.toLowerCase()).toContain(`# ${heading.replaceAll('-', ' ')}`);
    }
  }
});
