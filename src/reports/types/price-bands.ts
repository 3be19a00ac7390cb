import { bandsInWords } from '../bands-in-words.ts';
import { bandsOf } from '../charts/price-bands.ts';
import { activeAgainstSold } from '../charts/price-bands-chart.ts';
import { bandTable } from '../charts/price-bands-table.ts';
import { ACTIVE, closedIn } from './asks.ts';
import { bandsHeadline, bandsSubject } from './price-bands-headline.ts';
import type { MarketReport, Material } from './report-parts.ts';

export const priceBandsReport: MarketReport = {
  reportType: 'price_bands',
  title: 'The market by price',
  about: ['active', 'closed'],
  period: 'year',
  asks: ({ windows }) => ({ active: ACTIVE, closed: closedIn(windows.year) }),
  // The counts stand in the headline.
  figures: ['medianListPrice', 'medianSalePrice', 'monthsOfSupply', 'saleToList', 'activeListings', 'closedSales'],
  narrated: true,
  headline: (wording, material) => ({
    subject: bandsSubject(wording, material),
    headline: bandsHeadline(wording, material),
  }),
  notices: (material) => (bandsOf(material).length > 0 ? [] : [`No price ranges are shown: ${whyNone(material)}.`]),
  bands: (material) => bandsInWords(bandsOf(material)),
  charts: (material) => [activeAgainstSold(material)],
  tables: (material) => bandTable(material),
};

/** Instead of chart and table, of which the title speaks. */
function whyNone({ snapshot: { figures }, closings }: Material): string {
  const unread = figures.activeListings.reason ?? figures.closedSales.reason;
  if (unread !== undefined) return unread;
  if (closings.listings.length === 0) return 'they are taken from closed sales, and there are none';
  if (figures.medianSalePrice.n === 0) return 'they are taken from sale prices, and none is recorded';
  return 'one of them would hold all homes';
}
