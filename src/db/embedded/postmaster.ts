import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedFolder } from './folder.ts';
import { commandLine, isAlive } from './processes.ts';

// A fast stop takes 30 ms; a checkpoint on a slow disk, seconds.
const STOP_LIMIT_MS = 30_000;
const POLL_MS = 5;

/** The process id in postmaster.pid, which may be long dead. */
export async function recordedPid(folder: EmbeddedFolder): Promise<number | undefined> {
  const text = await readFile(join(folder.cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : undefined;
}

/** The process id of this folder's server if it lives. An id that another program has by now does not count. */
export async function runningPostmaster(folder: EmbeddedFolder): Promise<number | undefined> {
  const pid = await recordedPid(folder);
  return pid !== undefined && isPostmaster(pid, folder) ? pid : undefined;
}

function isPostmaster(pid: number, folder: EmbeddedFolder): boolean {
  if (!isAlive(pid)) return false;
  // The postmaster keeps the command line that it was started with; its children rewrite theirs.
  return commandLine(pid)?.includes(folder.cluster) ?? process.platform !== 'linux';
}

/** Stops the server (fast: sessions are ended, data is kept) and waits until it is gone. False where it cannot be. */
export async function stopPostmaster(folder: EmbeddedFolder): Promise<boolean> {
  const pid = await runningPostmaster(folder);
  if (pid === undefined) return false;
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    return !isAlive(pid);
  }
  const deadline = performance.now() + STOP_LIMIT_MS;
  while (isPostmaster(pid, folder) && performance.now() < deadline) await sleep(POLL_MS);
  return !isPostmaster(pid, folder);
}
