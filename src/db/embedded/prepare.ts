import { chmod, chown, lstat, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { configError, errorCode } from '../../core/errors.ts';
import { makeFolders } from '../../core/make-folders.ts';
import { type EmbeddedFolder, isSocketDisplaced, runsAsRoot } from './folder.ts';
import { type ServerUser, serverUser } from './server-user.ts';

// Passable, not listable: the server's user has to reach what is its own below.
const PASSABLE = 0o711;

/**
 * Makes the data folder. One that exists keeps its mode, unless it is our own /var/lib/reportctl.
 * @throws ReportctlError (exit 78) for one that cannot be used
 */
export async function prepareRoot(folder: EmbeddedFolder): Promise<void> {
  await makeRoot(folder);
  if (runsAsRoot()) await assertTrustedRoot(folder);
}

async function makeRoot(folder: EmbeddedFolder): Promise<void> {
  try {
    const first = await makeFolders(folder.root, runsAsRoot() ? PASSABLE : 0o700);
    if (!runsAsRoot()) return;
    if (first !== undefined) await makePassable(first, folder.root);
    else if (folder.owned) await chmod(folder.root, ((await stat(folder.root)).mode & 0o7777) | 0o011);
  } catch (error) {
    throw configError(
      `The data folder ${folder.root} cannot be made or used (${errorCode(error)}): ` +
        'set REPORTCTL_DATA_DIR to a folder that you may write to, or set DATABASE_URL.',
      'embedded_folder',
      error,
    );
  }
}

/** Whom else it belongs to could have root's files written wherever they like. */
async function assertTrustedRoot(folder: EmbeddedFolder): Promise<void> {
  const { uid } = await stat(folder.root);
  if (uid === 0 || uid === serverUser(folder)?.uid) return;
  throw configError(
    `The data folder ${folder.root} belongs to user id ${uid}, neither to root nor to whom PostgreSQL runs as: ` +
      'run this as its owner, give it to root, or set REPORTCTL_DATA_DIR to another folder.',
    'embedded_owner',
  );
}

// mkdir's mode is cut by the umask, and 077 would shut the server's user out.
async function makePassable(first: string, last: string): Promise<void> {
  for (let path = last; path.length >= first.length; path = dirname(path)) await chmod(path, PASSABLE);
}

/** Makes the socket's folder, for the server's user (and root) alone. */
export async function prepareSocketDir(folder: EmbeddedFolder, user: ServerUser | undefined): Promise<void> {
  const made = await makeFolders(folder.socketDir, 0o700);
  if (made !== undefined && user !== undefined) await chown(folder.socketDir, user.uid, user.gid);
  await assertPrivateSocketDir(folder, user?.uid ?? process.getuid?.());
}

/**
 * In /tmp anybody can make the folder first and put a server of their own behind the socket.
 * @throws ReportctlError (exit 78) unless the socket's folder is missing, or `owner`'s alone.
 */
export async function assertPrivateSocketDir(folder: EmbeddedFolder, owner: number | undefined): Promise<void> {
  if (!isSocketDisplaced(folder)) return;
  const found = await lstat(folder.socketDir).catch(() => undefined);
  if (found === undefined || (found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0)) return;
  throw configError(
    `The folder ${folder.socketDir} belongs to another user or is open to others: remove it, ` +
      'or set REPORTCTL_DATA_DIR to a shorter path.',
    'embedded_socket_folder',
  );
}
