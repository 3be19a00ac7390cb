import { setTimeout as sleep } from 'node:timers/promises';
import { ensureCluster } from './cluster.ts';
import type { EmbeddedFolder } from './folder.ts';
import { sweepPartials } from './partial.ts';
import { runningPostmaster } from './postmaster.ts';
import { prepareRoot, prepareSocketDir } from './prepare.ts';
import { ensurePrograms } from './programs.ts';
import { reachServer } from './reach.ts';
import { lastComplaint, type StartedServer, serverSettings, spawnServer } from './server.ts';
import { serverUser } from './server-user.ts';
import { withStartLock } from './start-lock.ts';

const POLL_MS = 10;

/** started: it answers. elsewhere: another process starts or stops it. refused: it ended at once, for this reason. */
export type StartOutcome = { kind: 'started' } | { kind: 'elsewhere' } | { kind: 'refused'; complaint: string };

/** Starts the server of a folder where none answers, from an empty folder on if need be. */
export async function startServer(folder: EmbeddedFolder, impatient: boolean): Promise<StartOutcome> {
  await prepareRoot(folder);
  let outcome: StartOutcome = { kind: 'elsewhere' };
  await withStartLock(folder.startLock, impatient, async () => {
    if (await isPresent(folder)) return;
    outcome = await launch(folder);
  });
  return outcome;
}

async function launch(folder: EmbeddedFolder): Promise<StartOutcome> {
  const user = serverUser(folder);
  await sweepPartials(folder.root);
  const programs = await ensurePrograms(folder.root, true);
  await ensureCluster(folder, programs, user, true);
  await prepareSocketDir(folder, user);
  const server = await spawnServer(folder, programs, user, serverSettings(folder));
  if (await answersBeforeEnd(folder, server)) return { kind: 'started' };
  if ((await runningPostmaster(folder)) !== undefined) return { kind: 'elsewhere' };
  return { kind: 'refused', complaint: await lastComplaint(folder, server) };
}

/** Waits until a started server accepts connections, or says that it will; false when it ended instead. */
export async function answersBeforeEnd(folder: EmbeddedFolder, server: StartedServer): Promise<boolean> {
  let ended = false;
  server.ended.then(() => {
    ended = true;
  });
  while (!ended) {
    if (await isPresent(folder)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

async function isPresent(folder: EmbeddedFolder): Promise<boolean> {
  const answer = await reachServer(folder);
  if (answer.kind === 'connected') await answer.client.end();
  return answer.kind !== 'absent';
}
