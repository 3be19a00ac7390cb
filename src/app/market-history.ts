import { digest } from '../cache/canonical-json.ts';
import type { Clock } from '../core/clock.ts';
import type { Queryable } from '../db/pool.ts';
import { inventoryAtEnd, recordInventory } from '../history/inventory.ts';
import type { HistoryScope } from '../history/scope.ts';
import type { ListingResult } from '../listings/feed.ts';
import { computeSnapshot, FOR_SALE } from '../market/snapshot.ts';
import type { InventoryLog, Market } from '../reports/inventory-log.ts';

const NOT_ASKED: ListingResult = { listings: [], truncated: false, dropped: {}, asOf: 0 };

/** Inventories in the database, those of one vendor account apart from another's. */
export function inventoryLog(db: Queryable, clock: Clock, vendorAccount: string): InventoryLog {
  const scopeOf = ({ area, zone }: Market): HistoryScope => {
    return { feedId: digest(vendorAccount), area, zone, types: FOR_SALE };
  };
  return {
    record: async (market, offers) => {
      const now = clock.now();
      const window = { from: now.getTime(), to: now.getTime(), days: 1 };
      const snapshot = computeSnapshot({ ...offers, closed: NOT_ASKED, window, closingsWindow: window });
      await recordInventory(db, scopeOf(market), snapshot, now);
    },
    atEnd: (market, window) => inventoryAtEnd(db, scopeOf(market), window),
  };
}
