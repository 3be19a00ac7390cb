import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rename, stat } from 'node:fs/promises';
import type { EmbeddedFolder } from './folder.ts';
import { openOwnFile } from './own-file.ts';
import { recordedPid, runningPostmaster } from './postmaster.ts';
import type { Programs } from './programs.ts';
import { asServer, cannotRun } from './run-program.ts';
import type { ServerUser } from './server-user.ts';

const LOG_LIMIT_BYTES = 1_000_000;

/** A server process just started. */
export interface StartedServer {
  pid: number;
  /** Resolves when it ends; at once where another server holds the data directory. */
  ended: Promise<void>;
  /** Where in the log its own words begin, in bytes. */
  logStart: number;
}

/** Settings for a small host. They are given at each start, so that a newer version of this program brings its own. */
export function serverSettings(folder: EmbeddedFolder): Record<string, string> {
  return {
    listen_addresses: '',
    unix_socket_directories: `"${folder.socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    port: String(folder.port),
    fsync: 'on',
    max_connections: '200',
    shared_buffers: '64MB',
    max_wal_size: '256MB',
    // Docker gives /dev/shm 64 MB, and parallel workers are what would fill it.
    max_parallel_workers_per_gather: '0',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // A killed command's long statement ends within this time, and with it the command's share in the server.
    client_connection_check_interval: '5s',
  };
}

/** Starts PostgreSQL detached, so that it outlives the command that happened to need it first. */
export async function spawnServer(
  folder: EmbeddedFolder,
  programs: Programs,
  user: ServerUser | undefined,
  settings: Record<string, string>,
): Promise<StartedServer> {
  const log = await openLog(folder, user);
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const base = asServer(user);
  const child = spawn(programs.postgres, ['-D', folder.cluster, ...args], {
    ...base,
    env: { ...base.env, ...(await disownStalePid(folder)) },
    detached: true,
    stdio: ['ignore', log.file.fd, log.file.fd],
  });
  // Listened for from the beginning: one that cannot start is gone before its log is closed here, and would be waited
  // for without end.
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw cannotRun(error, user, folder);
  } finally {
    await log.file.close();
  }
  child.unref();
  return { pid: child.pid ?? 0, ended, logStart: log.start };
}

/**
 * After a crash and a reboot the id in postmaster.pid may belong to any program of the same user, and PostgreSQL then
 * refuses to start. It takes this variable's process for its own launcher and replaces the file itself, so that we
 * need not remove it behind the back of a server that starts meanwhile.
 */
async function disownStalePid(folder: EmbeddedFolder): Promise<Record<string, string>> {
  const pid = await recordedPid(folder);
  if (pid === undefined || (await runningPostmaster(folder)) !== undefined) return {};
  return { PG_GRANDPARENT_PID: String(pid) };
}

async function openLog(folder: EmbeddedFolder, user: ServerUser | undefined) {
  const size = (await stat(folder.log).catch(() => undefined))?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) await rename(folder.log, `${folder.log}.1`);
  const file = await openOwnFile(folder.log);
  // It has to stay writable for an ordinary owner of the folder after root was here.
  if (user !== undefined) await file.chown(user.uid, user.gid);
  return { file, start: (await file.stat()).size };
}

/** The last complaint in what a server wrote to the log since it started. */
export async function lastComplaint(folder: EmbeddedFolder, server: StartedServer): Promise<string> {
  const log = (await readFile(folder.log)).subarray(server.logStart).toString();
  const lines = log.split('\n').filter(Boolean);
  const complaint = lines.findLast((line) => /FATAL|PANIC|error/.test(line)) ?? lines.at(-1) ?? 'it said nothing';
  return complaint.replace(/^.*?(FATAL|PANIC|error):\s*/, '');
}
