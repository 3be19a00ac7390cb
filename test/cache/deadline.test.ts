import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withinDeadline } from '../../src/cache/deadline.ts';

const never = new Promise<never>(() => {});

test('work that ends in time is its own result', async () => {
  await expect(withinDeadline(Promise.resolve(1), 1000)).resolves.toBe(1);
  await expect(withinDeadline(Promise.reject(new Error('own')), 1000)).rejects.toThrow('own');
});

test('work that does not end is given up, by time or by signal', async () => {
  await expect(withinDeadline(never, 10)).rejects.toThrow('no answer within 10 ms');
  const stop = new AbortController();
  const waiting = withinDeadline(never, 3_600_000, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
});

test('an answer that came while this process was busy is not taken for silence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reportctl-deadline-'));
  const written = join(folder, 'written');
  // In the loop's check phase, which timers follow and input comes after.
  await new Promise((resolve) => setImmediate(resolve));
  const child = spawn('/bin/sh', ['-c', `echo answer; : > '${written}'`]);
  const answer = withinDeadline(once(child.stdout, 'data'), 1);
  // Busy as a renderer is: no event is handled until the answer lies in the pipe and the deadline is long over.
  while (!existsSync(written));
  for (const until = performance.now() + 5; performance.now() < until; );
  expect(String(await answer)).toBe('answer\n');
  rmSync(folder, { recursive: true });
});
