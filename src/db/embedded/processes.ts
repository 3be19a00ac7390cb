import { readFileSync } from 'node:fs';
import { errorCode } from '../../core/errors.ts';

/** True while a process has this id, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/**
 * The words that a process was started with; empty for one that ended and was not collected yet. Undefined where /proc
 * does not tell. The command line and not the working folder: a container's root may not read another user's cwd.
 */
export function commandLine(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  } catch {
    return undefined;
  }
}
