import type { Queryable } from '../db/pool.ts';
import type { MonthlyAggregate } from '../market/monthly.ts';
import type { InventoryThen } from '../market/past.ts';
import { type HistoryScope, scopeKeys } from './scope.ts';

export interface StoredMonth extends MonthlyAggregate {
  readonly fetchedAt: Date;
}

/** Keeps what is whole: a reading that was cut off replaces no complete month, nor a later reading by an earlier one. */
export async function storeMonths(
  db: Queryable,
  scope: HistoryScope,
  months: readonly MonthlyAggregate[],
  fetchedAt: Date,
): Promise<void> {
  const { area, types } = scopeKeys(scope);
  await db.query(
    `insert into market_months as m (area, property_types, month, closed, median_sale_price, median_days_on_market,
       sale_to_list, complete, fetched_at)
     select $1, $2, u.*, $9
     from unnest($3::date[], $4::int[], $5::numeric[], $6::numeric[], $7::numeric[], $8::boolean[]) u
     on conflict (area, property_types, month) do update set closed = excluded.closed,
       median_sale_price = excluded.median_sale_price, median_days_on_market = excluded.median_days_on_market,
       sale_to_list = excluded.sale_to_list, complete = excluded.complete, fetched_at = excluded.fetched_at
     where excluded.fetched_at >= m.fetched_at and (excluded.complete or not m.complete)`,
    [
      area,
      types,
      months.map(({ month }) => month),
      months.map(({ closed }) => closed),
      months.map(({ medianSalePrice }) => medianSalePrice),
      months.map(({ medianDaysOnMarket }) => medianDaysOnMarket),
      months.map(({ saleToList }) => saleToList),
      months.map(({ complete }) => complete),
      fetchedAt,
    ],
  );
}

/** From the first to the last of the given months, oldest first. */
export async function findMonths(
  db: Queryable,
  scope: HistoryScope,
  { first, last }: { first: string; last: string },
): Promise<StoredMonth[]> {
  const { area, types } = scopeKeys(scope);
  const { rows } = await db.query<StoredMonth>(
    `select month, closed, median_sale_price::float8 as "medianSalePrice",
       median_days_on_market::float8 as "medianDaysOnMarket", sale_to_list::float8 as "saleToList", complete,
       fetched_at as "fetchedAt"
     from market_months where area = $1 and property_types = $2 and month between $3 and $4 order by month`,
    [area, types, first, last],
  );
  return rows;
}

/** The day's inventory; a later look on the same day replaces an earlier one. */
export async function storeInventory(
  db: Queryable,
  scope: HistoryScope,
  { day, active, pending, medianListPrice }: InventoryThen,
  takenAt: Date,
): Promise<void> {
  const { area, types } = scopeKeys(scope);
  await db.query(
    `insert into inventory_snapshots as i (area, property_types, day, active, pending, median_list_price, taken_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (area, property_types, day) do update set active = excluded.active, pending = excluded.pending,
       median_list_price = excluded.median_list_price, taken_at = excluded.taken_at
     where excluded.taken_at >= i.taken_at`,
    [area, types, day, active, pending, medianListPrice, takenAt],
  );
}

/** The inventory of the nearest day that is at most `withinDays` off; of two equally near the earlier. */
export async function findInventory(
  db: Queryable,
  scope: HistoryScope,
  day: string,
  withinDays: number,
): Promise<InventoryThen | null> {
  const { area, types } = scopeKeys(scope);
  const { rows } = await db.query<InventoryThen>(
    `select day, active, pending, median_list_price::float8 as "medianListPrice" from inventory_snapshots
     where area = $1 and property_types = $2 and day between $3::date - $4::int and $3::date + $4::int
     order by abs(day - $3::date), day limit 1`,
    [area, types, day, withinDays],
  );
  return rows[0] ?? null;
}

/** For each of `days` the inventory that `findInventory` would find, in their order. */
export async function findInventories(
  db: Queryable,
  scope: HistoryScope,
  days: readonly string[],
  withinDays: number,
): Promise<(number | null)[]> {
  const { area, types } = scopeKeys(scope);
  const { rows } = await db.query<{ active: number | null }>(
    `select near.active from unnest($3::date[]) with ordinality d (day, place)
     left join lateral (
       select i.active from inventory_snapshots i
       where i.area = $1 and i.property_types = $2 and i.day between d.day - $4::int and d.day + $4::int
       order by abs(i.day - d.day), i.day limit 1
     ) near on true
     order by d.place`,
    [area, types, days, withinDays],
  );
  return rows.map(({ active }) => active);
}
