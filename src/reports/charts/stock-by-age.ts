import { daysOnMarket } from '../../market/days-on-market.ts';
import { isWhole, type Population } from '../../market/population.ts';
import { medianListPrice } from '../../market/prices.ts';
import { formatValue } from '../format.ts';
import type { ReportChart, ReportTable } from '../model.ts';
import { DASH } from '../text.ts';
import type { Material } from '../types/report-parts.ts';
import { DAY_BANDS, type DayBand, dayBandLabel } from './day-bands.ts';
import { valuesOf } from './values-of.ts';

/** Fewer, and the table says all there is to see. */
const FEWEST_DRAWN = 5;
/** The middle of two prices is neither of them. */
const FEWEST_PRICED = 3;

interface AgeGroup {
  readonly band: DayBand;
  readonly population: Population;
}

/** The stock by days on market; nothing where it was cut off, or the days of no home are known. */
function stockOf({ snapshot }: Material): AgeGroup[] {
  const { active } = snapshot.populations;
  const groups = DAY_BANDS.map((band) => ({
    band,
    population: { ...active, listings: active.listings.filter((home) => isIn(band, daysOnMarket(home))) },
  }));
  return isWhole(active) && sizeOf(groups) > 0 ? groups : [];
}

const isIn = ({ from, to }: DayBand, days: number | string): boolean =>
  typeof days === 'number' && days >= from && days < to;

const sizeOf = (groups: readonly AgeGroup[]): number =>
  groups.reduce((sum, { population }) => sum + population.listings.length, 0);

export function stockByAge(material: Material): ReportChart | null {
  const groups = stockOf(material);
  if (sizeOf(groups) < FEWEST_DRAWN) return null;
  const counts = groups.map(({ population }) => population.listings.length);
  return {
    key: 'stock_by_age',
    title: 'Homes for sale, by days on market',
    basis: `active listings as of ${material.asOf}`,
    categories: DAY_BANDS.map(dayBandLabel),
    series: [{ name: 'For sale now', mark: 'bar', ...valuesOf(counts, 'count') }],
  };
}

export function stockTable(material: Material): ReportTable[] {
  const groups = stockOf(material);
  if (groups.length === 0) return [];
  const known = sizeOf(groups);
  const rows = groups.map(({ band, population }) => {
    const { length } = population.listings;
    return [
      dayBandLabel(band),
      formatValue(length, 'count'),
      formatValue(length / known, 'share'),
      priceOf(population),
    ];
  });
  const dashes = rows.some((row) => row.includes(DASH));
  return [
    {
      heading: 'Age of the inventory',
      basis: `active listings as of ${material.asOf}; those without days on market are not in it${dashes ? `; ${DASH}: fewer than ${FEWEST_PRICED} list prices` : ''}`,
      columns: ['On the market', 'For sale', 'Share', 'Median list price'],
      rows,
    },
  ];
}

function priceOf(population: Population): string {
  const { value, n } = medianListPrice(population);
  return formatValue(n < FEWEST_PRICED ? null : value, 'usd');
}
