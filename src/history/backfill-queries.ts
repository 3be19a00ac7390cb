import type { Queryable } from '../db/pool.ts';
import type { PropertyType } from '../listings/listing.ts';
import { type HistoryScope, scopeKeys } from './scope.ts';

/** Asks for the scope's months, once: who asks again does not hasten a step that was put off. */
export async function requestBackfill(db: Queryable, scope: HistoryScope, now: Date): Promise<void> {
  const { area, types } = scopeKeys(scope);
  const { cities, postalCodes } = scope.area;
  await db.query(
    `insert into market_backfills (area, property_types, feed_id, cities, postal_codes, timezone, requested_at, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (area, property_types) do nothing`,
    [area, types, scope.feedId, cities, postalCodes, scope.zone, now],
  );
}

/**
 * The scope whose next step is due the longest, of those that this vendor account can read. It is put off to `until`
 * at once, so that no other process takes it meanwhile; undefined where there is none.
 */
export async function claimBackfill(
  db: Queryable,
  feedId: string,
  { now, until }: { now: Date; until: Date },
): Promise<HistoryScope | undefined> {
  const { rows } = await db.query<{ cities: string[]; postal_codes: string[]; timezone: string; types: string }>(
    `update market_backfills b set due_at = $3
     from (select area, property_types from market_backfills where feed_id = $1 and due_at <= $2
       order by due_at, area limit 1 for update skip locked) next
     where (b.area, b.property_types) = (next.area, next.property_types)
     returning b.cities, b.postal_codes, b.timezone, b.property_types as types`,
    [feedId, now, until],
  );
  const [row] = rows;
  if (!row) return undefined;
  const { cities, postal_codes: postalCodes, timezone: zone } = row;
  return { feedId, area: { cities, postalCodes }, zone, types: row.types.split('+') as PropertyType[] };
}

/** Whether a step that this vendor account can read is due. */
export async function isBackfillDue(db: Queryable, feedId: string, now: Date): Promise<boolean> {
  const { rows } = await db.query<{ due: boolean }>(
    'select exists (select from market_backfills where feed_id = $1 and due_at <= $2) as due',
    [feedId, now],
  );
  return rows[0]?.due === true;
}

export async function putOffBackfill(db: Queryable, scope: HistoryScope, dueAt: Date): Promise<void> {
  const { area, types } = scopeKeys(scope);
  await db.query('update market_backfills set due_at = $3 where area = $1 and property_types = $2', [
    area,
    types,
    dueAt,
  ]);
}

export async function endBackfill(db: Queryable, scope: HistoryScope): Promise<void> {
  const { area, types } = scopeKeys(scope);
  await db.query('delete from market_backfills where area = $1 and property_types = $2', [area, types]);
}
