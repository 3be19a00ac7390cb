import { rm } from 'node:fs/promises';
import { clusterVersion } from './cluster.ts';
import { type EmbeddedOptions, embeddedFolder } from './folder.ts';
import { closeQuietly, isKept, openEmbedded } from './open.ts';
import { openOwnFile } from './own-file.ts';
import { runningPostmaster, stopPostmaster } from './postmaster.ts';
import { prepareRoot } from './prepare.ts';
import { disownServer, readServerVersion, tryOwnServer } from './queries.ts';
import { type Answer, isServerLeaving, reachServer } from './reach.ts';

export interface EmbeddedStatus {
  running: boolean;
  /** Of the running server such as "18.4", else the major version that made the data; null before first use. */
  version: string | null;
  dataDir: string;
  pid: number | null;
  /** True while it goes on running without users, until stopped. */
  kept: boolean;
}

/** in_use: other commands hold it; the last of them stops it. */
export type StopOutcome = 'stopped' | 'in_use' | 'not_running';

/** Starts the server where it does not run, and keeps it until `stopEmbedded`, over crashes and reboots too. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedStatus> {
  const folder = embeddedFolder(options);
  await prepareRoot(folder);
  const wasKept = isKept(folder);
  await (await openOwnFile(folder.keptFlag)).close();
  try {
    const database = await openEmbedded(options);
    await database.release();
  } catch (error) {
    if (!wasKept) await rm(folder.keptFlag, { force: true });
    throw error;
  }
  return embeddedStatus(options);
}

/** Ends the keeping, and the server with it unless commands use it; `force` ends them too. */
export async function stopEmbedded(options: EmbeddedOptions & { force?: boolean }): Promise<StopOutcome> {
  const folder = embeddedFolder(options);
  await rm(folder.keptFlag, { force: true });
  const answer = await reachServer(folder);
  if (answer.kind !== 'connected') {
    // Stopping by itself, or cut off from everybody because its socket was removed.
    return (await stopPostmaster(folder)) ? 'stopped' : 'not_running';
  }
  try {
    if (!options.force && !(await tryOwnServer(answer.client))) return 'in_use';
    if (await stopPostmaster(folder)) return 'stopped';
    await disownServer(answer.client);
    return 'in_use';
  } finally {
    await closeQuietly(answer.client);
  }
}

/** Looks without starting anything. */
export async function embeddedStatus(options: EmbeddedOptions): Promise<EmbeddedStatus> {
  const folder = embeddedFolder(options);
  const version = await versionOf(await reachServer(folder));
  return {
    running: version !== null,
    version: version ?? (await clusterVersion(folder)) ?? null,
    dataDir: folder.root,
    pid: (await runningPostmaster(folder)) ?? null,
    kept: isKept(folder),
  };
}

async function versionOf(answer: Answer): Promise<string | null> {
  if (answer.kind !== 'connected') return null;
  try {
    return await readServerVersion(answer.client);
  } catch (error) {
    if (!isServerLeaving(error)) throw error;
    return null;
  } finally {
    await closeQuietly(answer.client);
  }
}
