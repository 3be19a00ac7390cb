import { activeAgainstSold, bandsOf, bandTable } from '../charts/price-bands-chart.ts';
import { inPeriod } from '../format.ts';
import { textOf } from '../headline.ts';
import { countHomes, countThere } from '../named-homes.ts';
import { capitalised } from '../text.ts';
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
  headline: ({ figures, period, ...named }) => {
    const { area, homes, place } = named;
    const active = textOf(figures, 'activeListings');
    const sold = textOf(figures, 'closedSales');
    return {
      subject: `${place} by price${active === null ? '' : `: ${countThere(active, named)} for sale`}`,
      headline:
        active === null || sold === null
          ? `${capitalised(homes.many)} for sale in ${area} and those sold ${inPeriod(period)}, by price.`
          : `${capitalised(countHomes(active, named))} for sale in ${area} and ${sold === '0' ? 'none' : sold} sold ${inPeriod(period)}, by price.`,
    };
  },
  charts: (material) => [activeAgainstSold(bandsOf(material), material)],
  tables: (material) => bandTable(bandsOf(material), material),
};
