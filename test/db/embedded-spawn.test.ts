import { pbkdf2 } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { embeddedFolder } from '../../src/db/embedded/folder.ts';
import { spawnServer } from '../../src/db/embedded/server.ts';

/** Keeps libuv's four threads so busy that closing a file takes longer than a program that ends at once. */
function occupyThreads(): () => void {
  let wanted = true;
  const occupy = () => {
    if (wanted) pbkdf2('password', 'salt', 50_000, 64, 'sha512', occupy);
  };
  for (let i = 0; i < 8; i++) occupy();
  return () => {
    wanted = false;
  };
}

test('a server that ends at once is known to have ended, however long its log takes to close', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'reportctl-spawn-'));
  const release = occupyThreads();
  try {
    const folder = embeddedFolder({ dataDir });
    const programs = { postgres: '/bin/true', initdb: '/bin/true', major: '18' };
    const server = await spawnServer(folder, programs, undefined, {});
    expect(server.pid).toBeGreaterThan(0);
    await server.ended;
  } finally {
    release();
    await rm(dataDir, { recursive: true });
  }
});
