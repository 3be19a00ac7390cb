import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { errorCode } from '../../core/errors.ts';
import { isAlive } from './processes.ts';

// The second half tells this process from a dead one whose id came round again.
const OURSELVES = `${process.pid} ${randomBytes(6).toString('hex')}`;

/**
 * Runs `work` unless another living process is at it; false = somebody else is. It only saves work: without it each
 * newcomer would copy and initialise for itself. That one server runs, on one complete data directory, is guaranteed
 * by rename(2) and by PostgreSQL's own interlock (postmaster.pid and shared memory), so taking over a dead holder's
 * lock may race harmlessly. `impatient` ignores the holder: its id may by now belong to another program.
 */
export async function withStartLock(path: string, impatient: boolean, work: () => Promise<void>): Promise<boolean> {
  if (!(await take(path)) && !impatient) {
    if (await isHeld(path)) return false;
    await rm(path, { force: true });
    if (!(await take(path))) return false;
  }
  try {
    await work();
  } finally {
    if ((await holder(path)) === OURSELVES) await rm(path, { force: true });
  }
  return true;
}

async function take(path: string): Promise<boolean> {
  try {
    await writeFile(path, OURSELVES, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function isHeld(path: string): Promise<boolean> {
  const found = await holder(path);
  if (found === undefined) return false;
  // An empty file is being written just now.
  if (found === '' || found === OURSELVES) return true;
  const pid = Number.parseInt(found, 10);
  return pid !== process.pid && isAlive(pid);
}

async function holder(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
