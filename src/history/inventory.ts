import { DateTime } from 'luxon';
import type { Queryable } from '../db/pool.ts';
import type { InventoryThen } from '../market/past.ts';
import type { MarketSnapshot } from '../market/snapshot.ts';
import type { Window } from '../market/window.ts';
import { findInventory, storeInventory } from './queries.ts';
import type { HistoryScope } from './scope.ts';

/** A weekly report skips days: the inventory of three days off still speaks for its week. */
export const NEAR_DAYS = 3;

/**
 * Writes down what is for sale now, under the local day of `takenAt`; the API cannot tell it tomorrow. Nothing is
 * written of a reading that was cut off: false then.
 */
export async function recordInventory(
  db: Queryable,
  scope: HistoryScope,
  { figures }: Pick<MarketSnapshot, 'figures'>,
  takenAt: Date,
): Promise<boolean> {
  const { activeListings, pendingListings, medianListPrice } = figures;
  if (activeListings.value === null || pendingListings.value === null) return false;
  const inventory = {
    day: dayOf(takenAt, scope.zone),
    active: activeListings.value,
    pending: pendingListings.value,
    medianListPrice: medianListPrice.value,
  };
  await storeInventory(db, scope, inventory, takenAt);
  return true;
}

/**
 * What was for sale at the end of an earlier window, where somebody wrote it down. Never that of the next window's end:
 * a daily report's inventory would be compared with itself.
 */
export function inventoryAtEnd(db: Queryable, scope: HistoryScope, window: Window): Promise<InventoryThen | null> {
  const near = Math.min(NEAR_DAYS, Math.floor((window.days - 1) / 2));
  return findInventory(db, scope, dayOf(new Date(window.to), scope.zone), near);
}

const dayOf = (instant: Date, zone: string): string => DateTime.fromJSDate(instant, { zone }).toFormat('yyyy-MM-dd');
