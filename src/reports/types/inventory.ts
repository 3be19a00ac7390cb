import { isWhole } from '../../market/population.ts';
import { medianListPrice } from '../../market/prices.ts';
import { inventoryByMonth } from '../charts/by-month.ts';
import { DAY_BANDS, type DayBand, dayBandLabel } from '../charts/day-bands.ts';
import { valuesOf } from '../charts/values-of.ts';
import { formatValue } from '../format.ts';
import { textOf } from '../headline.ts';
import { byNewest, listingsOf } from '../listing-cards.ts';
import type { ReportChart, ReportTable } from '../model.ts';
import { countHomes, countThere } from '../named-homes.ts';
import { capitalised } from '../text.ts';
import { ACTIVE, closedIn, PENDING } from './asks.ts';
import { ageOfStock } from './own-figures.ts';
import type { MarketReport, Material } from './report-parts.ts';

/** Fewer, and the table says all there is to see. */
const FEWEST_DRAWN = 5;

export const inventory: MarketReport = {
  reportType: 'inventory',
  title: 'Inventory',
  about: ['active'],
  period: 'report',
  // Pending is asked so that the inventory can be written down, which its chart is drawn from.
  asks: ({ windows }) => ({ active: ACTIVE, pending: PENDING, closed: closedIn(windows.closings) }),
  figures: [
    'activeListings',
    'monthsOfSupply',
    ageOfStock,
    'medianListPrice',
    'priceCuts',
    'absorption',
    'closedSales',
  ],
  narrated: true,
  series: true,
  headline: ({ figures, ...named }) => {
    const count = textOf(figures, 'activeListings');
    const supply = textOf(figures, 'monthsOfSupply');
    const one = count === '1' || count === '0';
    return {
      subject: `${named.place}: ${count === null ? 'inventory' : `${countThere(count, named)} for sale`}`,
      headline: `${capitalised(countHomes(count ?? 'Many', named))} ${one ? 'is' : 'are'} for sale in ${named.area}${supply === null ? '' : `: ${supply} of supply at the recent pace of sales`}.`,
    };
  },
  charts: (material) => [inventoryByMonth(material), stockByAge(material)],
  tables: (material) => stockTable(material),
  listings: ({ snapshot, context }) =>
    listingsOf(snapshot.populations.active, {
      heading: 'Newest active listings',
      layout: 'rows',
      order: byNewest,
      zone: context.zone,
    }),
};

/** The stock by days on market; nothing where it was cut off, or the days of no home are known. */
function stockOf({ snapshot }: Material) {
  const { active } = snapshot.populations;
  if (!isWhole(active) || active.listings.every(({ daysOnMarket }) => daysOnMarket === null)) return [];
  return DAY_BANDS.map((band) => ({
    band,
    population: { ...active, listings: active.listings.filter(({ daysOnMarket }) => isIn(band, daysOnMarket)) },
  }));
}

const isIn = ({ from, to }: DayBand, days: number | null): boolean => days !== null && days >= from && days < to;

function stockByAge(material: Material): ReportChart | null {
  const counts = stockOf(material).map(({ population }) => population.listings.length);
  if (counts.reduce((sum, count) => sum + count, 0) < FEWEST_DRAWN) return null;
  return {
    key: 'stock_by_age',
    title: 'Homes for sale, by days on market',
    basis: `active listings as of ${material.asOf}`,
    categories: DAY_BANDS.map(dayBandLabel),
    series: [
      {
        name: 'For sale now',
        mark: 'bar',
        ...valuesOf(counts, 'count'),
      },
    ],
  };
}

function stockTable(material: Material): ReportTable[] {
  const rows = stockOf(material).map(({ band, population }) => [
    dayBandLabel(band),
    formatValue(population.listings.length, 'count'),
    formatValue(medianListPrice(population).value, 'usd'),
  ]);
  if (rows.length === 0) return [];
  return [
    {
      heading: 'Age of the inventory',
      basis: `active listings as of ${material.asOf}; those without days on market are not in it`,
      columns: ['On the market', 'For sale', 'Median list price'],
      rows,
    },
  ];
}
