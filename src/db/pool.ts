import pg from 'pg';
import { errorCode, ReportctlError, unavailableError } from '../core/errors.ts';

export type Pool = pg.Pool;
/** A pool, or one connection of it inside a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

// A `date` is a local day, not an instant: pg would turn it into midnight of the host's zone (T6).
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export interface PoolOptions {
  max?: number;
  /** A server that does not answer is given up after this time. */
  connectTimeoutMs?: number;
  /** A statement that has no answer after this time has failed and its connection is given up; default: never. */
  answerTimeoutMs?: number;
}

/** Opens a pool; no connection is made before the first statement. */
export function openPool(connectionString: string, options: PoolOptions = {}): Pool {
  const pool = new pg.Pool({
    connectionString: withoutAliases(connectionString),
    max: options.max ?? 4,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    ...(options.answerTimeoutMs === undefined ? {} : { query_timeout: options.answerTimeoutMs }),
    application_name: 'reportctl',
    keepAlive: true,
    // What is asked without waiting for the previous answer goes out at once: begin, locks and claim in one flush.
    pipeline: true,
  });
  // An idle connection that the server closes is replaced on the next use; without a listener it ends the process.
  pool.on('error', () => {});
  return pool;
}

/**
 * pg takes these modes for verify-full and prints five lines about it with each connection that is configured so; a
 * crontab would mail them every minute.
 */
const withoutAliases = (url: string): string =>
  url.includes('uselibpqcompat') ? url : url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)\b/, '$1verify-full');

// A process that is stopped or cut off in the middle must not keep its locks: the claim's would stop every host. In
// the transaction itself, because a pooler in between may not pass settings of a session on.
const BEGIN = `begin; set local idle_in_transaction_session_timeout = '10s'`;

/**
 * Begins a transaction on the queue, whose tables fill and empty within a minute, so that their statistics are always
 * stale: estimated at one row, joins became nested scans (5,000 finished runs: 3.5 s of the server's time instead of
 * 0.4). Plans made once and by indexes alone are right at any size.
 */
export const BEGIN_QUEUE = `${BEGIN}; set local plan_cache_mode = force_generic_plan; set local jit = off;
  set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_hashjoin = off;
  set local enable_mergejoin = off`;

/** Runs `work` in one transaction on one connection: committed when it resolves, rolled back when it throws. */
export async function transaction<T>(
  pool: Pool,
  work: (tx: Queryable) => Promise<T>,
  begin: typeof BEGIN | typeof BEGIN_QUEUE = BEGIN,
): Promise<T> {
  const client = await pool.connect();
  // A lost connection fails the statement under way and is emitted as well, which ends the process without a listener.
  client.on('error', ignore);
  let broken = false;
  try {
    const begun = client.query(begin);
    // Observed below; until then it fails together with the statements behind it.
    begun.catch(ignore);
    const result = await work(client);
    await begun;
    await client.query('commit');
    return result;
  } catch (error) {
    broken = isConnectionError(error) || !(await rollBack(client));
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

const ignore = () => {};

const rollBack = (client: pg.PoolClient): Promise<boolean> =>
  client.query('rollback').then(
    () => true,
    () => false,
  );

const CONNECTION_CODES =
  /^(ECONN|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|08|57P0|53|25006|25P03|28|3D000|CERT_|ERR_TLS_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/;

// pg and pg-pool throw these without a code.
const UNCODED =
  /^(Connection terminated|The server does not support SSL|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout)/;

/** True for errors that say that the database cannot be used now, as opposed to a statement that is wrong. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = errorCode(error);
  // ENOENT of a Unix socket, not of some file.
  if (code === 'ENOENT') return 'syscall' in error && error.syscall === 'connect';
  if (code !== undefined) return CONNECTION_CODES.test(code);
  return UNCODED.test(error.message);
}

/** The error to show when a statement failed: exit 69 where the database is out of reach, the error itself otherwise. */
export function databaseError(error: unknown): unknown {
  if (error instanceof ReportctlError || !isConnectionError(error)) return error;
  return unavailableError(unavailable(error), 'database_unavailable', error);
}

const TLS_CODES = /^(CERT_|ERR_TLS_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/;

function unavailable(error: unknown): string {
  const code = errorCode(error);
  const detail = code === undefined ? '' : ` (${code})`;
  if (code === 'ENOTFOUND')
    return `The host of DATABASE_URL is not known${detail}. Check its name and this host's DNS.`;
  if (code === 'ENOENT') return `No server listens on the socket of DATABASE_URL${detail}. Check the path after host=.`;
  if (code !== undefined && TLS_CODES.test(code)) {
    return `The database's certificate is not accepted${detail}. Check sslmode and sslrootcert in DATABASE_URL.`;
  }
  if (error instanceof Error && error.message.startsWith('The server does not support SSL')) {
    return 'The database offers no TLS, which DATABASE_URL asks for. Turn TLS on there, or remove sslmode here.';
  }
  return `The database does not answer${detail}. Check DATABASE_URL and that the server runs.`;
}
