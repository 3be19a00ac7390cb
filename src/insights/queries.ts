import type { Queryable } from '../db/pool.ts';

/**
 * Adds `tokens` to what `credential` used on `day`, unless that would exceed `cap`; atomic over processes and hosts.
 * The number used then, or null where it was refused. The row is one of rate_limits, which counts by the day.
 */
export async function reserveTokens(
  db: Queryable,
  { credential, day, tokens, cap }: { credential: string; day: string; tokens: number; cap: number },
): Promise<number | null> {
  const { rows } = await db.query<{ used_today: number }>(
    `insert into rate_limits as r (credential, day, used_today)
     select $1, $2::date, $3::integer where $3::integer <= $4::integer
     on conflict (credential) do update
       set day = excluded.day,
           used_today = excluded.used_today + case when r.day = excluded.day then r.used_today else 0 end
       where excluded.used_today + case when r.day = excluded.day then r.used_today else 0 end <= $4::integer
     returning used_today`,
    [credential, day, tokens, cap],
  );
  return rows[0]?.used_today ?? null;
}

/** Corrects a reservation by `difference` (usually negative); nothing where another day has begun. */
export async function correctTokens(
  db: Queryable,
  { credential, day, difference }: { credential: string; day: string; difference: number },
): Promise<void> {
  await db.query(
    'update rate_limits set used_today = greatest(used_today + $3::integer, 0) where credential = $1 and day = $2::date',
    [credential, day, difference],
  );
}
