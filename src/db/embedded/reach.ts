import pg from 'pg';
import { configError, errorCode } from '../../core/errors.ts';
import { type EmbeddedFolder, embeddedUrl, isSocketDisplaced, runsAsRoot } from './folder.ts';
import { assertPrivateSocketDir } from './prepare.ts';
import { serverUser } from './server-user.ts';

/** What a server answers: a connection; nobody there; or there, but starting, stopping or full. */
export type Answer = { kind: 'connected'; client: pg.Client } | { kind: 'absent' } | { kind: 'busy' };

// ENOTDIR: the folder cannot be made either, which the start explains.
const ABSENT = /^(ENOENT|ENOTDIR|ECONNREFUSED)$/;
// EAGAIN: the socket's queue is full. 57P01 to 57P03: stopping or starting. 53300: no connection left.
const BUSY = /^(EAGAIN|ECONNRESET|EPIPE|57P0[123]|53300)$/;
const CONNECT_LIMIT_MS = 5_000;

/**
 * Tries to connect, once.
 * @throws ReportctlError (exit 78) where the socket is another user's.
 */
export async function reachServer(folder: EmbeddedFolder): Promise<Answer> {
  if (isSocketDisplaced(folder)) await assertPrivateSocketDir(folder, socketOwner(folder));
  const client = new pg.Client({
    connectionString: embeddedUrl(folder),
    application_name: 'reportctl in use',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
  });
  // A server that goes away under us is found out at the next statement; without a listener it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    return { kind: 'connected', client };
  } catch (error) {
    return explain(error, folder);
  }
}

function socketOwner(folder: EmbeddedFolder): number | undefined {
  return runsAsRoot() ? serverUser(folder)?.uid : process.getuid?.();
}

function explain(error: unknown, folder: EmbeddedFolder): Answer {
  const code = errorCode(error);
  if (code !== undefined && ABSENT.test(code)) return { kind: 'absent' };
  if (isServerLeaving(error)) return { kind: 'busy' };
  if (code !== 'EACCES') throw error;
  throw configError(
    `The embedded database in ${folder.root} belongs to another user: run this as that user, ` +
      'set REPORTCTL_DATA_DIR to a folder of your own, or set DATABASE_URL.',
    'embedded_other_user',
    error,
  );
}

/** True for the errors of a connection whose server is stopping, has stopped, or is not ready yet. */
export function isServerLeaving(error: unknown): boolean {
  const code = errorCode(error);
  // pg throws "Connection terminated" and its timeout without a code.
  return code === undefined ? error instanceof Error : BUSY.test(code);
}
