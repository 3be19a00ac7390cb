import type { Queryable } from '../pool.ts';

// Any constant will do, as long as it is ours: the first eight hexadecimal digits of sha256('reportctl embedded in use').
const IN_USE = 0x52a2_5097;

/** Says "I am using this server" until unshared or disconnected. False while the last user is stopping the server. */
export async function tryShareServer(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ locked: boolean }>('select pg_try_advisory_lock_shared($1) as locked', [IN_USE]);
  return rows[0]?.locked === true;
}

/** Gives the share back. */
export async function unshareServer(db: Queryable): Promise<void> {
  await db.query('select pg_advisory_unlock_shared($1)', [IN_USE]);
}

/** True when nobody uses the server; whoever comes now has to wait until this session ends. */
export async function tryOwnServer(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [IN_USE]);
  return rows[0]?.locked === true;
}

/** Gives the ownership back. */
export async function disownServer(db: Queryable): Promise<void> {
  await db.query('select pg_advisory_unlock($1)', [IN_USE]);
}

/** Such as "18.4". */
export async function readServerVersion(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ server_version: string }>('show server_version');
  return rows[0]?.server_version ?? '';
}
