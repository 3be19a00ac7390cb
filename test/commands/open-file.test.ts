import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openFile } from '../../src/commands/open-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reportctl-open-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('what shows a file gets none of our secrets (S3)', async () => {
  const told = join(folder, 'told');
  const opener = join(folder, 'xdg-open');
  await writeFile(
    opener,
    `#!/bin/sh\n/usr/bin/env >'${told}.part'\necho "$1" >>'${told}.part'\n/bin/mv '${told}.part' '${told}'\n`,
  );
  await chmod(opener, 0o755);
  const secrets = { SMTP_URL: 'smtp://u:hush-1@h', OPENAI_API_KEY: 'hush-2', UNSUBSCRIBE_SECRET: 'hush-3' };
  expect(await openFile('/tmp/a.html', { PATH: folder, DISPLAY: ':7', ...secrets })).toBe(true);
  const text = await vi.waitUntil(() => readFile(told, 'utf8').catch(() => null), 30_000);
  expect(text).toContain('DISPLAY=:7');
  expect(text).toContain('/tmp/a.html');
  expect(text).not.toContain('hush');
});

test('without a desktop nothing is opened', async () => {
  expect(await openFile('/tmp/a.html', { PATH: folder })).toBe(false);
});
