import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const launcher = fileURLToPath(new URL('../../bin/reportctl', import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reportctl-bin-'));
  await mkdir(join(folder, 'bin'));
  await cp(launcher, join(folder, 'bin', 'reportctl'));
});
afterEach(() => rm(folder, { recursive: true }));

test('without a build it says in one sentence how to make one', async () => {
  const result = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(join(folder, 'bin', 'reportctl'), ['tick'], (error, _stdout, stderr) =>
      resolve({ code: error?.code, stderr }),
    );
  });
  expect(result).toEqual({ code: 78, stderr: expect.stringMatching(/^reportctl: .*npm run build\n$/) });
});
