import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSettings } from '../../src/core/settings-sources.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reportctl-settings-'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = async (name: string, content: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

test('defaults come from the table, and say so', () => {
  const { settings, sources } = loadSettings({}, folder);
  expect(settings).toMatchObject({ concurrency: 8, leaseSeconds: 120, maxAttempts: 3, cacheRequired: true });
  expect(settings.databaseUrl).toBeUndefined();
  expect(sources).toMatchObject({ concurrency: 'default', databaseUrl: 'unset' });
});

test('the environment wins over files, each file over the next', async () => {
  await put('.env', 'CONCURRENCY=1\nLEASE_SECONDS=11\nMAX_ATTEMPTS=5\nRUN_TIMEOUT_SECONDS=9');
  const config = await put('config', 'CONCURRENCY=2\nLEASE_SECONDS=12\nMAX_ATTEMPTS=6');
  await put('LEASE_SECONDS', '13\n');
  const env = {
    CONCURRENCY: '4',
    LEASE_SECONDS_FILE: await put('lease', '14\n'),
    CREDENTIALS_DIRECTORY: folder,
    REPORTCTL_CONFIG: config,
  };
  const loaded = loadSettings(env, folder);
  expect(loaded.settings).toMatchObject({ concurrency: 4, leaseSeconds: 14, maxAttempts: 6, runTimeoutSeconds: 9 });
  expect(loaded.sources).toMatchObject({
    concurrency: 'environment',
    leaseSeconds: 'file',
    maxAttempts: 'config file',
    runTimeoutSeconds: '.env',
  });
  expect(loadSettings({ ...env, LEASE_SECONDS_FILE: '' }, folder).settings.leaseSeconds).toBe(13);
});

test('each layer may name a file for a value; what it says itself comes first', async () => {
  const [lease, attempts, timeout] = [
    await put('lease', '21\n'),
    await put('attempts', '6\n'),
    await put('time', '9\n'),
  ];
  await put('.env', `LEASE_SECONDS=11\nRUN_TIMEOUT_SECONDS_FILE=${timeout}\nCONCURRENCY_FILE=/not/there`);
  const config = await put(
    'config',
    `LEASE_SECONDS_FILE=${lease}\nMAX_ATTEMPTS_FILE=${attempts}\nCONCURRENCY=2\nCONCURRENCY_FILE=/not/there`,
  );
  const { settings, sources } = loadSettings({ REPORTCTL_CONFIG: config, MAX_ATTEMPTS: '4' }, folder);
  expect(settings).toMatchObject({ leaseSeconds: 21, maxAttempts: 4, runTimeoutSeconds: 9, concurrency: 2 });
  expect(sources).toMatchObject({ leaseSeconds: 'file', maxAttempts: 'environment', runTimeoutSeconds: 'file' });
  expect(() => loadSettings({}, folder)).toThrow(/^CONCURRENCY_FILE names a file that cannot be read/);
});

test('an empty value counts as unset', () => {
  expect(loadSettings({ DATABASE_URL: '', CONCURRENCY: '' }, folder).settings).toMatchObject({ concurrency: 8 });
});

test('a bad value names the setting, where it was set, and never itself', async () => {
  await put('.env', 'UNSUBSCRIBE_SECRET=hush');
  expect(() => loadSettings({}, folder)).toThrow(
    expect.objectContaining({ exitCode: 78, message: expect.stringMatching(/^UNSUBSCRIBE_SECRET is shorter.*\.env/) }),
  );
  expect(() => loadSettings({}, folder)).not.toThrow(/hush/);
});

test.each([
  ['DATABASE_URL', 'postgres://u:hu%ash@h/db'],
  ['REDIS_URL', 'redis://:hush%@h'],
  ['SMTP_URL', 'smtp://hu%zzsh:pw@h:25'],
])('credentials of %s that cannot be decoded are refused, and not shown', (name, value) => {
  expect(() => loadSettings({ [name]: value }, folder)).toThrow(
    expect.objectContaining({
      exitCode: 78,
      message: `${name} has a bare % in its user name or password: write % as %25 (set in: environment).`,
    }),
  );
  expect(() => loadSettings({ [name]: value.replaceAll('%', '%25') }, folder)).not.toThrow();
});

test('a host does not take the name that stands for all hosts', () => {
  expect(() => loadSettings({ REPORTCTL_HOST: '*' }, folder)).toThrow(/^REPORTCTL_HOST is \*, which stands for all/);
});

test('secrets are collected for redaction', () => {
  const { secrets } = loadSettings(
    { SMTP_URL: 'smtp://u:pw@h:25', OPENAI_API_KEY: 'sk-1', MAIL_FROM: 'a@b.c' },
    folder,
  );
  expect(secrets).toEqual(['sk-1', 'smtp://u:pw@h:25', 'pw', 'pw']);
});

test('the password of a URL is a secret of its own, as it stands there and decoded (S3)', () => {
  const secretsIn = (url: string) => loadSettings({ DATABASE_URL: url }, folder).secrets;
  expect(secretsIn('postgres://u:p%40ss%2Fword@h/d')).toEqual(expect.arrayContaining(['p%40ss%2Fword', 'p@ss/word']));
  expect(secretsIn('postgres://u:100%25@h/d')).toContain('100%');
  // One that does not decode is refused, and its text is not repeated.
  expect(() => secretsIn('postgres://u:100%zz@h/d')).toThrow(/^(?!.*100%zz).*write % as %25/);
});

test('of several secrets in one setting each is collected, and each must be long enough', () => {
  const of = (value: string) => loadSettings({ UNSUBSCRIBE_SECRET: value }, folder);
  expect(of('the current secret 16+, the former one 16+ characters long').secrets).toEqual(
    expect.arrayContaining(['the current secret 16+', 'the former one 16+ characters long']),
  );
  for (const short of ['the current secret 16+,hush', ',']) expect(() => of(short)).toThrow(/16 characters/);
});
