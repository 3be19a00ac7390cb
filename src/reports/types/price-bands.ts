import { activeAgainstSold, bandsOf, bandTable } from '../charts/price-bands-chart.ts';
import { inPeriod } from '../format.ts';
import { textOf } from '../headline.ts';
import { capitalised, countOrNo } from '../text.ts';
import { ACTIVE, closedIn } from './asks.ts';
import type { MarketReport } from './report-parts.ts';

export const priceBandsReport: MarketReport = {
  reportType: 'price_bands',
  title: 'The market by price',
  about: ['active', 'closed'],
  period: 'year',
  asks: ({ windows }) => ({ active: ACTIVE, closed: closedIn(windows.year) }),
  figures: ['medianListPrice', 'medianSalePrice', 'activeListings', 'closedSales', 'monthsOfSupply', 'saleToList'],
  narrated: true,
  headline: ({ figures, area, period }) => {
    const active = textOf(figures, 'activeListings');
    const sold = textOf(figures, 'closedSales');
    return {
      subject: `${area} by price${active === null ? '' : `: ${countOrNo(active, 'home')} for sale`}`,
      headline:
        active === null || sold === null
          ? `What is for sale in ${area} and what sold ${inPeriod(period)}, by price.`
          : `${capitalised(countOrNo(active, 'home'))} for sale in ${area} and ${sold === '0' ? 'none' : sold} sold ${inPeriod(period)}, by price.`,
    };
  },
  charts: (material) => [activeAgainstSold(bandsOf(material), material)],
  tables: (material) => bandTable(bandsOf(material), material),
};
