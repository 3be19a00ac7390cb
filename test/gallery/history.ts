import { aggregateMonth, completeMonths } from '../../src/market/monthly.ts';
import { median } from '../../src/market/quantile.ts';
import type { MarketHistory } from '../../src/reports/market-history.ts';
import { DAY } from '../market/examples.ts';
import { AS_OF, answer, type Market } from '../reports/examples.ts';

const MONTHS = 24;

/** The market's two years, from its own sales, with an inventory that grew by a third; a small one's is not read yet. */
export function historyOf(market: Market): MarketHistory {
  if (market.closed.length < MONTHS) {
    return {
      record: async () => {},
      atEnd: async () => null,
      series: async () => ({ whole: false, have: 7, of: MONTHS }),
    };
  }
  return {
    record: async () => {},
    atEnd: async (_, { to }) => inventoryAt(market, to),
    series: async ({ zone }, end) => {
      const months = completeMonths(end, MONTHS, zone).map((month) => ({
        ...aggregateMonth(answer(market.closed), month),
        active: inventoryAt(market, month.window.to).active,
      }));
      return { whole: true, months };
    },
  };
}

/** A quarter less two years ago; asking prices grew as the sale prices of the gallery's markets did. */
function inventoryAt({ active, pending }: Market, at: number) {
  const daysAgo = (AS_OF - at) / DAY;
  const then = (now: number) => Math.round(now * (1 - daysAgo / (4 * 30.4 * MONTHS)));
  const medianNow = median(active.flatMap(({ listPrice }) => listPrice ?? []));
  return {
    day: new Date(at).toISOString().slice(0, 10),
    active: then(active.length),
    pending: then(pending.length),
    medianListPrice: medianNow === null ? null : Math.round(medianNow * (1 - daysAgo / 9_000)),
  };
}
