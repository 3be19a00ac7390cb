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
    connectionString,
    max: options.max ?? 4,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    ...(options.answerTimeoutMs === undefined ? {} : { query_timeout: options.answerTimeoutMs }),
    application_name: 'reportctl',
    keepAlive: true,
  });
  // An idle connection that the server closes is replaced on the next use; without a listener it ends the process.
  pool.on('error', () => {});
  return pool;
}

// A process that is stopped or cut off in the middle must not keep its locks: the claim's would stop every host. In
// the transaction itself, because a pooler in between may not pass settings of a session on.
const BEGIN = `begin; set local idle_in_transaction_session_timeout = '10s'`;

/** Runs `work` in one transaction on one connection: committed when it resolves, rolled back when it throws. */
export async function transaction<T>(pool: Pool, work: (tx: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A lost connection fails the statement under way and is emitted as well, which ends the process without a listener.
  client.on('error', ignore);
  let broken = false;
  try {
    await client.query(BEGIN);
    const result = await work(client);
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
  /^(ECONN|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT|08|57P0|53300|25P03|28|3D000)/;

// pg and pg-pool throw these without a code.
const UNCODED =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout)/;

/** True for errors that say that the database cannot be used now, as opposed to a statement that is wrong. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = errorCode(error);
  if (code !== undefined) return CONNECTION_CODES.test(code);
  return UNCODED.test(error.message);
}

/** The error to show when a statement failed: exit 69 where the database is out of reach, the error itself otherwise. */
export function databaseError(error: unknown): unknown {
  if (error instanceof ReportctlError || !isConnectionError(error)) return error;
  const code = errorCode(error);
  const detail = code === undefined ? '' : ` (${code})`;
  return unavailableError(
    `The database does not answer${detail}. Check DATABASE_URL and that the server runs.`,
    'database_unavailable',
    error,
  );
}
