import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { unavailableError } from '../../core/errors.ts';
import { type EmbeddedFolder, type EmbeddedOptions, embeddedFolder, embeddedUrl } from './folder.ts';
import { stopPostmaster } from './postmaster.ts';
import { tryOwnServer, tryShareServer, unshareServer } from './queries.ts';
import { isServerLeaving, reachServer } from './reach.ts';
import { startServer } from './start.ts';

// Crash recovery of a large log may take longer; it goes on without us and the next minute's command finds it done.
const OPEN_LIMIT_MS = 60_000;
// After this time the holder of the start lock is taken for a stranger with a recycled process id.
const PATIENCE_MS = 15_000;
// A stop takes 30 ms, a first start seconds: look soon at first, then leave the processors to whoever starts.
const RETRY_MS = 10;
const SLOWEST_RETRY_MS = 100;
// 50, 100 … 1600 ms: 3 s, in which the backends of a killed postmaster let go of its shared memory.
const START_ATTEMPTS = 6;
const START_BACKOFF_MS = 50;

/** A share in a running server. */
export interface EmbeddedDatabase {
  /** A libpq URL over a Unix socket. */
  url: string;
  /** Gives the share back; the last one out stops the server, unless it was asked to be kept. */
  release(): Promise<void>;
}

/**
 * Opens the embedded database, and starts its server first where none runs: 4 ms when it runs, 60 ms to start it, about
 * 2 s on first use. It does not migrate.
 * @throws ReportctlError (78 for a folder or system that does not allow it, 69 when the server does not come up).
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const folder = embeddedFolder(options);
  const client = await shareServer(folder);
  let released: Promise<void> | undefined;
  return {
    url: embeddedUrl(folder),
    release: () => {
      released ??= leave(folder, client);
      return released;
    },
  };
}

async function shareServer(folder: EmbeddedFolder): Promise<pg.Client> {
  const began = performance.now();
  let refusals = 0;
  let pause = RETRY_MS;
  let complaint = 'it does not answer';
  while (performance.now() - began < OPEN_LIMIT_MS && refusals < START_ATTEMPTS) {
    const answer = await reachServer(folder);
    if (answer.kind === 'connected' && (await share(answer.client))) return answer.client;
    if (answer.kind === 'absent') {
      const outcome = await startServer(folder, performance.now() - began > PATIENCE_MS);
      if (outcome.kind === 'started') continue;
      if (outcome.kind === 'refused') {
        complaint = outcome.complaint;
        await sleep(START_BACKOFF_MS * 2 ** refusals++);
      }
    }
    await sleep(pause);
    pause = Math.min(2 * pause, SLOWEST_RETRY_MS);
  }
  throw unavailableError(
    `The embedded PostgreSQL does not start (${complaint}): see ${folder.log}, or set DATABASE_URL.`,
    'embedded_start',
  );
}

/** False where the last user is stopping the server just now; the connection is then closed. */
async function share(client: pg.Client): Promise<boolean> {
  try {
    if (await tryShareServer(client)) return true;
  } catch (error) {
    if (!isServerLeaving(error)) throw error;
  }
  await closeQuietly(client);
  return false;
}

async function leave(folder: EmbeddedFolder, client: pg.Client): Promise<void> {
  try {
    if (!isKept(folder)) await stopIfLast(folder, client);
  } catch (error) {
    // A server that went away before us has nothing left to give back.
    if (!isServerLeaving(error)) throw error;
  } finally {
    await closeQuietly(client);
  }
}

async function stopIfLast(folder: EmbeddedFolder, client: pg.Client): Promise<void> {
  await unshareServer(client);
  if (!(await tryOwnServer(client))) return;
  // `db start` writes the flag before it takes its share, so what we see as owner is final.
  if (!isKept(folder)) await stopPostmaster(folder);
}

export const isKept = (folder: EmbeddedFolder): boolean => existsSync(folder.keptFlag);

/** Ends a connection whether or not its server still answers. */
export async function closeQuietly(client: pg.Client): Promise<void> {
  await client.end().catch(() => {});
}
