import { aggregateMonth, completeMonths } from '../../src/market/monthly.ts';
import type { MarketHistory } from '../../src/reports/market-history.ts';
import { answer, type Market } from '../reports/examples.ts';

const MONTHS = 24;

/** The market's two years, from its own sales, with an inventory that grows by a third; a small one's is not read yet. */
export function historyOf({ active, closed }: Market): MarketHistory {
  return {
    record: async () => {},
    atEnd: async () => null,
    series: async ({ zone }, end) => {
      if (closed.length < MONTHS) return { whole: false, have: 7, of: MONTHS };
      const months = completeMonths(end, MONTHS, zone).map((month, i) => ({
        ...aggregateMonth(answer(closed), month),
        active: Math.round(active.length * (0.75 + i / 96)),
      }));
      return { whole: true, months };
    },
  };
}
