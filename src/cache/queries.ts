import type { Queryable } from '../db/pool.ts';

/** The text stored under `key`, unless it expired by `now` or is longer than `maxBytes`. */
export async function selectLiveValue(db: Queryable, key: string, now: Date, maxBytes: number): Promise<string | null> {
  const { rows } = await db.query<{ value: string }>(
    'select value from cache_entries where key = $1 and expires_at > $2 and octet_length(value) <= $3',
    [key, now, maxBytes],
  );
  return rows[0]?.value ?? null;
}

export async function upsertEntry(db: Queryable, key: string, value: string, expiresAt: Date): Promise<void> {
  await db.query(
    `insert into cache_entries (key, value, expires_at) values ($1, $2, $3)
     on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at`,
    [key, value, expiresAt],
  );
}

/** Deletes all of `keys`; the number of those that had not expired by `now`. */
export async function deleteEntries(db: Queryable, keys: readonly string[], now: Date): Promise<number> {
  const { rows } = await db.query<{ live: number }>(
    `with deleted as (delete from cache_entries where key = any($1::text[]) returning expires_at)
     select count(*) filter (where expires_at > $2) as live from deleted`,
    [keys, now],
  );
  return rows[0]?.live ?? 0;
}

export interface LiveEntry {
  key: string;
  bytes: number;
  expiresAt: Date;
}

/** Up to `limit` entries alive at `now` whose key starts with `prefix`, in key order after `afterKey`. */
export async function selectLiveEntries(
  db: Queryable,
  { prefix, afterKey, now, limit }: { prefix: string; afterKey: string; now: Date; limit: number },
): Promise<LiveEntry[]> {
  const { rows } = await db.query<LiveEntry>(
    `select key, octet_length(value) as bytes, expires_at as "expiresAt" from cache_entries
     where starts_with(key, $1) and key > $2 and expires_at > $3 order by key limit $4`,
    [prefix, afterKey, now, limit],
  );
  return rows;
}

/** Takes the lock row unless one is held at `now`; true when it is ours. */
export async function acquireLock(
  db: Queryable,
  { key, token, now, expiresAt }: { key: string; token: string; now: Date; expiresAt: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into cache_entries as held (key, value, expires_at) values ($1, $2, $4)
     on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at
     where held.expires_at <= $3`,
    [key, token, now, expiresAt],
  );
  return rowCount === 1;
}

export async function releaseLock(db: Queryable, key: string, token: string): Promise<void> {
  await db.query('delete from cache_entries where key = $1 and value = $2', [key, token]);
}

/** Deletes up to `limit` rows that expired by `now`, oldest first; the number deleted. Locked rows are left. */
export async function deleteExpired(db: Queryable, now: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query(
    `delete from cache_entries where key in
     (select key from cache_entries where expires_at <= $1 order by expires_at limit $2 for update skip locked)`,
    [now, limit],
  );
  return rowCount ?? 0;
}
