import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolders } from '../../src/core/make-folders.ts';

test('makes what is missing, says where it began, and leaves what is there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'folders-'));
  const path = join(folder, 'a/b/c');
  expect(await makeFolders(path, 0o700)).toBe(join(folder, 'a'));
  expect((await stat(path)).mode & 0o777).toBe(0o700);
  expect(await makeFolders(path, 0o711)).toBeUndefined();
  expect((await stat(path)).mode & 0o777).toBe(0o700);
  await rm(folder, { recursive: true });
});

test('gives up where a file system refuses a folder as missing', async () => {
  await expect(makeFolders('/proc/none/such', 0o700)).rejects.toMatchObject({ code: 'ENOENT' });
});
