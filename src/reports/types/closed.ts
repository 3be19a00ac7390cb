import { paceByMonth, priceByMonth } from '../charts/by-month.ts';
import { salesByWeek } from '../charts/sales-by-week.ts';
import { timeToSell } from '../charts/time-to-sell.ts';
import { headlineOf, textOf } from '../headline.ts';
import { byLatestSale, listingsOf } from '../listing-cards.ts';
import { SOLD } from '../listing-columns.ts';
import { countThere } from '../named-homes.ts';
import { closedIn } from './asks.ts';
import type { MarketReport } from './report-parts.ts';

export const closedReport: MarketReport = {
  reportType: 'closed',
  title: 'Closed sales',
  about: ['closed'],
  period: 'report',
  asks: ({ windows }) => ({ closed: closedIn(windows.closings) }),
  figures: [
    'medianSalePrice',
    'closedSales',
    'saleToList',
    'daysOnMarket',
    'saleToOriginalList',
    'soldAboveList',
    'pricePerSqft',
  ],
  narrated: true,
  counted: { one: 'closed sale', many: 'closed sales' },
  compared: true,
  series: true,
  headline: (wording) => {
    const count = textOf(wording.figures, 'closedSales');
    return {
      subject: `${wording.place}: ${count === null ? 'closed sales' : `${countThere(count, wording)} sold`}`,
      headline: headlineOf(wording),
    };
  },
  charts: (material) => [salesByWeek(material), priceByMonth(material), paceByMonth(material) ?? timeToSell(material)],
  listings: ({ snapshot, context }) =>
    listingsOf(snapshot.populations.closed, {
      heading: 'Latest sales',
      layout: 'rows',
      order: byLatestSale,
      columns: SOLD,
      zone: context.zone,
    }),
};
