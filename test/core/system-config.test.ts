import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSettings } from '../../src/core/settings-sources.ts';
import { withSystemConfig } from '../../src/core/system-config.ts';
import { asNobody } from '../support/as-nobody.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reportctl-system-'));
  await chmod(folder, 0o755);
  file = join(folder, 'reportctl.env');
});
afterEach(async () => {
  await chmod(folder, 0o755);
  await rm(folder, { recursive: true });
});

const url = 'postgres://db.example.com/reports';

test("the host's settings count where nothing else is named", async () => {
  await writeFile(file, `DATABASE_URL=${url}\nCONCURRENCY=3\n`);
  const { settings, sources } = loadSettings(withSystemConfig({}, file), folder);
  expect(settings).toMatchObject({ databaseUrl: url, concurrency: 3 });
  expect(sources).toMatchObject({ databaseUrl: 'config file' });
  expect(loadSettings(withSystemConfig({ CONCURRENCY: '5' }, file), folder).settings.concurrency).toBe(5);
});

test.each([{ REPORTCTL_CONFIG: '' }, { REPORTCTL_CONFIG: '/etc/other.env' }])('%o goes without them', async (env) => {
  await writeFile(file, `DATABASE_URL=${url}\n`);
  expect(withSystemConfig(env, file)).toEqual(env);
});

test('a host without such a file has none', () => {
  expect(withSystemConfig({ HOME: '/' }, file)).toEqual({ HOME: '/' });
});

test('whoever may not read it is told how, and never meets an embedded database instead', async () => {
  await writeFile(file, `DATABASE_URL=${url}\n`, { mode: 0o000 });
  asNobody(() => {
    expect(() => loadSettings(withSystemConfig({}, file), folder)).toThrow(
      expect.objectContaining({
        exitCode: 78,
        message: `${file}, the file of settings (REPORTCTL_CONFIG), cannot be read (EACCES). Run the command as a user who may: sudo -u reportctl reportctl …`,
      }),
    );
  });
});

// systemd reads the file as root, and starts the service with what it holds.
test.each(['DATABASE_URL', 'DATABASE_URL_FILE', 'CREDENTIALS_DIRECTORY'])(
  'with %s it need not be readable',
  async (name) => {
    await writeFile(file, `DATABASE_URL=${url}\n`, { mode: 0o000 });
    asNobody(() => expect(withSystemConfig({ [name]: 'x' }, file)).toEqual({ [name]: 'x' }));
  },
);

test("a folder of somebody else's home has no settings for us, one of ours whose file is closed is told", async () => {
  await writeFile(join(folder, '.env'), 'CONCURRENCY=2\n');
  await chmod(join(folder, '.env'), 0o000);
  asNobody(() => expect(() => loadSettings({}, folder)).toThrow(/\.env cannot be read \(EACCES\)/));
  await chmod(folder, 0o000);
  asNobody(() => expect(loadSettings({}, folder).settings.concurrency).toBe(8));
});
