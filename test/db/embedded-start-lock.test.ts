import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { partialName, publish } from '../../src/db/embedded/partial.ts';
import { withStartLock } from '../../src/db/embedded/start-lock.ts';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reportctl-lock-'));
  lock = join(folder, 'starting');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('of two in one process, one works', async () => {
  let worked = 0;
  const work = async () => {
    worked += 1;
    await new Promise(setImmediate);
  };
  const results = await Promise.all([withStartLock(lock, false, work), withStartLock(lock, false, work)]);
  expect(results.sort()).toEqual([false, true]);
  expect(worked).toBe(1);
  expect(existsSync(lock)).toBe(false);
});

test('a living holder is left alone, until patience ends', async () => {
  writeFileSync(lock, '1 someone'); // init lives for ever
  expect(await withStartLock(lock, false, async () => {})).toBe(false);
  expect(await withStartLock(lock, true, async () => {})).toBe(true);
  expect(readFileSync(lock, 'utf8')).toBe('1 someone');
});

test.each([
  ['dead', async () => endedPid()],
  ["dead and had this process' id", async () => process.pid],
])('a holder that is %s is replaced', async (_, pidOf) => {
  writeFileSync(lock, `${await pidOf()} 0123456789ab`);
  expect(await withStartLock(lock, false, async () => {})).toBe(true);
  expect(existsSync(lock)).toBe(false);
});

test('work that fails gives the lock back', async () => {
  const work = async () => {
    throw new Error('no space left');
  };
  await expect(withStartLock(lock, false, work)).rejects.toThrow('no space left');
  expect(existsSync(lock)).toBe(false);
});

test('of two finished copies the first stays and the second goes', async () => {
  const final = join(folder, 'final');
  for (const name of ['first', 'second']) {
    const partial = partialName(final);
    mkdirSync(partial);
    writeFileSync(join(partial, name), '');
    await publish(partial, final);
  }
  expect(readdirSync(folder)).toEqual(['final']);
  expect(readdirSync(final)).toEqual(['first']);
});

async function endedPid(): Promise<number | undefined> {
  const child = spawn('true', { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid;
}
