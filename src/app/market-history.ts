import type { Clock } from '../core/clock.ts';
import type { Queryable } from '../db/pool.ts';
import { inventoryAtEnd, recordInventory } from '../history/inventory.ts';
import { noteMonths } from '../history/noted-months.ts';
import type { HistoryScope } from '../history/scope.ts';
import { readSeries } from '../history/series.ts';
import { type RememberingFeed, seriesOfFeed } from '../history/series-of-feed.ts';
import type { ListingFeed, ListingResult } from '../listings/feed.ts';
import { computeSnapshot, FOR_SALE } from '../market/snapshot.ts';
import type { Market, MarketHistory } from '../reports/market-history.ts';
import { feedIdOf } from './vendor-account.ts';

const NOT_ASKED: ListingResult = { listings: [], truncated: false, dropped: {}, asOf: 0 };

/** Histories in the database, those of one vendor account apart from another's (S5). */
export function storedHistory(db: Queryable, clock: Clock, vendorAccount: string): MarketHistory {
  const feedId = feedIdOf(vendorAccount);
  const scopeOf = ({ area, zone }: Market): HistoryScope => ({ feedId, area, zone, types: FOR_SALE });
  return {
    record: async (market, { offers, closings }) => {
      const now = clock.now();
      const window = { from: now.getTime(), to: now.getTime(), days: 1 };
      if (offers) {
        const snapshot = computeSnapshot({ ...offers, closed: NOT_ASKED, window, closingsWindow: window });
        await recordInventory(db, scopeOf(market), snapshot, now);
      }
      if (closings.length > 0) await noteMonths(db, scopeOf(market), closings, now);
    },
    atEnd: (market, window) => inventoryAtEnd(db, scopeOf(market), window),
    series: (market, end) => readSeries(db, scopeOf(market), end),
  };
}

/** The past of a feed that remembers its own: the sample's, which is there with nothing stored. */
function rememberedHistory(feed: RememberingFeed, stored?: MarketHistory): MarketHistory {
  return {
    record: async (market, { offers }) => stored?.record(market, { offers, closings: [] }),
    atEnd: async (market, window) => (await stored?.atEnd(market, window)) ?? null,
    series: ({ area, zone }, end, options) => seriesOfFeed(feed, { area, zone, types: FOR_SALE }, end, options),
  };
}

/** For what is only shown: it looks back and writes nothing. */
export const readOnly = (history: MarketHistory): MarketHistory => ({ ...history, record: async () => undefined });

/** The history that fits the feed. */
export function historyOf(feed: ListingFeed, stored: MarketHistory): MarketHistory;
export function historyOf(feed: ListingFeed, stored?: MarketHistory): MarketHistory | undefined;
export function historyOf(feed: ListingFeed, stored?: MarketHistory): MarketHistory | undefined {
  const { activeAt } = feed;
  return activeAt ? rememberedHistory({ search: feed.search, activeAt }, stored) : stored;
}
