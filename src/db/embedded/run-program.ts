import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { configError, errorCode } from '../../core/errors.ts';
import type { EmbeddedFolder } from './folder.ts';
import type { ServerUser } from './server-user.ts';

/**
 * What the server's processes get to know of their starter: a clean environment (ours may hold secrets, and theirs is
 * readable by another user) and the root folder as working folder (ours may be closed to them).
 */
export function asServer(user: ServerUser | undefined): SpawnOptions {
  const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  return { cwd: '/', env: environment, ...(user && { uid: user.uid, gid: user.gid }) };
}

/** Runs a program to its end; returns its exit code and what it wrote to stderr. */
export async function runProgram(
  file: string,
  args: string[],
  user: ServerUser | undefined,
  folder: EmbeddedFolder,
): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(file, args, { ...asServer(user), stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stderr };
  } catch (error) {
    throw cannotRun(error, user, folder);
  }
}

/** The sentence for a program that could not even be started. */
export function cannotRun(error: unknown, user: ServerUser | undefined, folder: EmbeddedFolder): unknown {
  const code = errorCode(error);
  if (code === 'EACCES') return unreachable(user, folder, error);
  if (code !== 'ENOENT' && code !== 'ENOEXEC') return error;
  return configError(
    `The embedded PostgreSQL cannot run on this system (${process.platform} ${process.arch}): set DATABASE_URL.`,
    'embedded_unsupported',
    error,
  );
}

function unreachable(user: ServerUser | undefined, folder: EmbeddedFolder, cause: unknown): unknown {
  const who = user === undefined ? 'You' : `The user "${user.name}", whom PostgreSQL runs as because root may not,`;
  return configError(
    `${who} cannot enter the data folder ${folder.root} or run programs in it: set REPORTCTL_DATA_DIR to a folder ` +
      'where that is allowed, or set DATABASE_URL.',
    'embedded_unreachable',
    cause,
  );
}
