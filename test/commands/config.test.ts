import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { settingDefinitions } from '../../src/core/settings.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';

let host: CliHost;
beforeEach(async () => {
  host = await createCliHost({});
});
afterEach(() => host.close());

interface Config {
  settings: { name: string; value: string | null; source: string; secret: boolean; problem: string | null }[];
  unknown: { name: string; source: string; meant: string | null }[];
}

async function config() {
  const { code, stdout } = await host.run('config', '--json');
  const { settings, unknown } = JSON.parse(stdout) as Config;
  const of = (name: string) => settings.find((setting) => setting.name === name);
  return { code, stdout, settings, unknown, of };
}

test('each value stands with the source that it counts from', async () => {
  const credentials = join(host.cwd, 'credentials');
  await mkdir(credentials);
  await writeFile(join(credentials, 'UNSUBSCRIBE_SECRET'), 'hunter2-hunter2-hunter2');
  await writeFile(join(host.cwd, 'smtp'), 'smtp://u:hunter2@mail.example.com');
  await writeFile(join(host.cwd, 'site.env'), 'CONCURRENCY=3\nMAX_ATTEMPTS=5\nMAILFROM=a@example.com\n');
  await writeFile(join(host.cwd, '.env'), 'CONCURRENCY=2\nLEASE_SECONDS=60\n');
  Object.assign(host.env, {
    LOG_LEVEL: 'warn',
    MAX_ATTEMPTS: '4',
    SMTP_URL_FILE: join(host.cwd, 'smtp'),
    CREDENTIALS_DIRECTORY: credentials,
    REPORTCTL_CONFIG: join(host.cwd, 'site.env'),
  });
  const { code, stdout, settings, unknown, of } = await config();
  expect(code).toBe(0);
  expect(settings).toHaveLength(Object.keys(settingDefinitions).length);
  expect(of('LOG_LEVEL')).toMatchObject({ value: 'warn', source: 'environment' });
  expect(of('MAX_ATTEMPTS')).toMatchObject({ value: '4', source: 'environment' });
  expect(of('SMTP_URL')).toMatchObject({ value: null, source: 'file', secret: true });
  expect(of('UNSUBSCRIBE_SECRET')).toMatchObject({ value: null, source: 'credential' });
  expect(of('CONCURRENCY')).toMatchObject({ value: '3', source: 'config file' });
  expect(of('LEASE_SECONDS')).toMatchObject({ value: '60', source: '.env' });
  expect(of('TICK_BUDGET_SECONDS')).toMatchObject({ value: '50', source: 'default' });
  expect(of('REDIS_URL')).toMatchObject({ value: null, source: 'unset' });
  expect(unknown).toEqual([{ name: 'MAILFROM', source: 'config file', meant: 'MAIL_FROM' }]);
  const words = await host.run('config');
  expect(stdout + words.stdout + words.stderr).not.toContain('hunter2');
  expect(words.stdout).toMatch(/^SMTP_URL +\(hidden\) +file$/m);
  expect(words.stdout).not.toMatch(/^REDIS_URL/m);
  expect((await host.run('config', '--all')).stdout).toMatch(/^REDIS_URL +– +unset$/m);
});

test('a bad value is shown with what is wrong, and the exit code is 78', async () => {
  host.env.CONCURRENCY = '0';
  const { code, of } = await config();
  expect(code).toBe(78);
  expect(of('CONCURRENCY')).toMatchObject({ value: '0', problem: 'is below 1' });
  expect((await host.run('config')).stdout).toMatch(/^! CONCURRENCY is below 1$/m);
});
