import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { configError } from '../../core/errors.ts';
import { type EmbeddedFolder, runsAsRoot } from './folder.ts';

/** Whom the server runs as when that is not ourselves. */
export interface ServerUser {
  name: string;
  uid: number;
  gid: number;
}

// In this order; the second and third exist on every Unix.
const CANDIDATES = ['postgres', 'nobody', 'daemon'];

/**
 * PostgreSQL refuses to run as root, and under an id without a passwd entry. Root therefore hands the server to the
 * owner of the data directory if there is one already (another candidate could not open it), else to a system user.
 * @returns undefined where the server runs as the caller.
 */
export function serverUser(folder: EmbeddedFolder, passwdFile = '/etc/passwd'): ServerUser | undefined {
  if (!runsAsRoot()) {
    assertKnownUser();
    return undefined;
  }
  const users = readUsers(passwdFile);
  const owner = statSync(folder.cluster, { throwIfNoEntry: false })?.uid;
  const found =
    owner === undefined
      ? CANDIDATES.map((name) => users.find((user) => user.name === name && user.uid !== 0)).find(Boolean)
      : users.find(({ uid }) => uid === owner && uid !== 0);
  if (found !== undefined) return found;
  if (owner !== undefined) {
    throw configError(
      `The folder ${folder.cluster} belongs to user id ${owner}, whom PostgreSQL cannot run as: ` +
        'give it back to the user that made it, or set DATABASE_URL.',
      'embedded_owner',
    );
  }
  throw configError(
    'PostgreSQL does not run as root and no other system user exists here: add a user "postgres", or set DATABASE_URL.',
    'embedded_user',
  );
}

function assertKnownUser(): void {
  try {
    userInfo();
  } catch (error) {
    throw configError(
      `PostgreSQL does not run under a user id without a passwd entry (${process.getuid?.()}): ` +
        'add one to /etc/passwd, or set DATABASE_URL.',
      'embedded_user',
      error,
    );
  }
}

function readUsers(passwdFile: string): ServerUser[] {
  return readFileSync(passwdFile, 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name }) => name !== '');
}
