import type { Queryable } from '../db/pool.ts';

/** A table whose old rows are told by the row alone. */
export interface OldRows {
  table:
    | 'cache_entries'
    | 'rate_limits'
    | 'notices'
    | 'market_months'
    | 'market_backfills'
    | 'inventory_snapshots'
    | 'hosts';
  /** SQL over one row, with $1 = the instant before which it is old. */
  old: string;
  /** What tells its rows apart. */
  key: string;
}

export const OLD_ROWS: readonly OldRows[] = [
  { table: 'cache_entries', old: 'expires_at <= $1', key: 'key' },
  // Counts by the day; a row that is missed is made anew by the next request.
  { table: 'rate_limits', old: `day < ($1::timestamptz at time zone 'UTC')::date`, key: 'credential' },
  // A pause is told of once: its notice stays for as long as the pause.
  {
    table: 'notices',
    old: `created_at < $1 and status in ('sent', 'failed', 'suppressed') and (kind <> 'schedule_paused' or not exists
      (select from schedules s where s.id = notices.schedule_id and s.status = 'paused'))`,
    key: 'id',
  },
  {
    table: 'market_months',
    old: `month < ($1::timestamptz at time zone 'UTC')::date`,
    key: 'area, property_types, month',
  },
  // Nobody can read it any longer, with the credentials that hosts have now; a report that wants it asks anew.
  { table: 'market_backfills', old: 'requested_at < $1', key: 'area, property_types' },
  {
    table: 'inventory_snapshots',
    old: `day < ($1::timestamptz at time zone 'UTC')::date`,
    key: 'area, property_types, day',
  },
  // The row '*' carries the hold.
  { table: 'hosts', old: `host <> '*' and last_tick_at < $1`, key: 'host' },
];

export async function countOldRows(db: Queryable, { table, old }: OldRows, before: Date): Promise<number> {
  const { rows } = await db.query<{ n: number }>(`select count(*) as n from ${table} where ${old}`, [before]);
  return rows[0]?.n ?? 0;
}

/** Deletes at most `limit` of them; rows that somebody holds are left to the next time. */
export async function deleteOldRows(
  db: Queryable,
  { table, old, key }: OldRows,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const { rowCount } = await db.query(
    `delete from ${table} where (${key}) in
       (select ${key} from ${table} where ${old} order by ${key} limit $2 for update skip locked)`,
    [before, limit],
  );
  return rowCount ?? 0;
}
