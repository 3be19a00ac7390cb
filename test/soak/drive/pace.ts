import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What a process takes to start that is then told to end, where nothing else is running. */
const UNHURRIED_MS = 500;
const TRIES = 3;
const SLOWEST = 4;

/**
 * How many times slower than its script a soak has to be on this machine, now: faults that come faster than ticks can
 * start would only ever meet processes that have done nothing yet.
 */
export async function measurePace(main: string): Promise<number> {
  const env = { PATH: process.env.PATH };
  const began = performance.now();
  for (let n = 0; n < TRIES; n += 1) {
    await once(spawn(process.execPath, [main], { env, stdio: 'ignore' }), 'close');
  }
  return Math.min(SLOWEST, Math.max(1, (performance.now() - began) / TRIES / UNHURRIED_MS));
}
