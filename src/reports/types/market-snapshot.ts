import { inventoryByMonth, paceByMonth, priceByMonth } from '../charts/by-month.ts';
import { activeAgainstSold } from '../charts/price-bands-chart.ts';
import { salesByWeek } from '../charts/sales-by-week.ts';
import { timeToSell } from '../charts/time-to-sell.ts';
import { headlineOf, subjectOf } from '../headline.ts';
import { byNewest, listingsOf } from '../listing-cards.ts';
import { ACTIVE, closedIn, PENDING } from './asks.ts';
import type { MarketReport } from './report-parts.ts';

/**
 * A snapshot is about the market: pages of homes are the inventory's. Three times as many rows were 60 % more processor
 * time a report and 110 MiB more over a thousand of them.
 */
const MOST = 50;

export const marketSnapshot: MarketReport = {
  reportType: 'market_snapshot',
  title: 'Market snapshot',
  about: ['active', 'pending', 'closed'],
  period: 'report',
  asks: ({ windows }) => ({ active: ACTIVE, pending: PENDING, closed: closedIn(windows.closings) }),
  figures: [
    'medianSalePrice',
    'activeListings',
    'monthsOfSupply',
    'daysOnMarket',
    'closedSales',
    'newListings',
    'pendingListings',
    'medianListPrice',
    'saleToList',
    'saleToOriginalList',
    'soldAboveList',
    'pricePerSqft',
    'absorption',
    'pendingRatio',
    'priceCuts',
  ],
  narrated: true,
  compared: true,
  series: true,
  headline: (wording) => ({ subject: subjectOf(wording), headline: headlineOf(wording) }),
  // Two years say more than twelve weeks, where they are known.
  charts: (material) => [
    priceByMonth(material) ?? salesByWeek(material),
    inventoryByMonth(material),
    paceByMonth(material) ?? timeToSell(material),
    activeAgainstSold(material),
  ],
  listings: ({ snapshot, context }) =>
    listingsOf(snapshot.populations.active, {
      heading: 'Newest active listings',
      layout: 'rows',
      order: byNewest,
      zone: context.zone,
      most: MOST,
    }),
};
