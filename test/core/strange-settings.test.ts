import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { strangeSettings } from '../../src/core/strange-settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reportctl-strange-'));
});
afterEach(() => rm(folder, { recursive: true }));

const inFile = async (name: string) => {
  await writeFile(join(folder, '.env'), `${name}=x\n`);
  return strangeSettings({}, folder);
};

test.each([
  ['SIMPLYRETS_USERNMAE', 'SIMPLYRETS_USERNAME'],
  ['CONCURENCY', 'CONCURRENCY'],
  ['smtp_url', 'SMTP_URL'],
  ['DATABSE_URL', 'DATABASE_URL'],
  ['REPORTCTL_COLOUR', null],
  ['OPENAI_ORGANISATION', null],
])('%s in a file is strange', async (name, meant) => {
  expect(await inFile(name)).toEqual([{ name, source: '.env', meant }]);
});

test.each(['SMTP_URL', 'SMTP_URL_FILE', 'UNSUBSCRIBE_TOKEN', 'REPORTCTL_CONFIG', 'NODE_ENV', 'PATH', 'TZ', 'HOST'])(
  '%s in a file is not',
  async (name) => {
    expect(await inFile(name)).toEqual([]);
  },
);

test('in the environment, other programs’ variables are nobody’s business', () => {
  const env = { REDIS_HOST: 'x', OPENAI_ORG_ID: 'x', PGHOST: 'x', LOG_LEVL: 'x', REPORTCTL_HOSTS: 'x' };
  expect(strangeSettings(env, folder).map(({ name, meant }) => [name, meant])).toEqual([
    ['LOG_LEVL', 'LOG_LEVEL'],
    ['REPORTCTL_HOSTS', 'REPORTCTL_HOST'],
  ]);
});

test('the file that REPORTCTL_CONFIG names is read too', async () => {
  const path = join(folder, 'settings');
  await writeFile(path, 'MAIL_FORM=x\n');
  expect(strangeSettings({ REPORTCTL_CONFIG: path }, folder)).toEqual([
    { name: 'MAIL_FORM', source: 'config file', meant: 'MAIL_FROM' },
  ]);
});
