import type { SeriesMonth } from '../../history/series.ts';
import { DAYS_PER_MONTH, FEWEST_CLOSINGS } from '../../market/supply.ts';
import type { ReportChart } from '../model.ts';
import { formatNumber } from '../number.ts';
import type { Material } from '../types/report-parts.ts';
import { valuesOf } from './values-of.ts';

const YEAR = 12;
/** metrics.md: below it a sample shows no change. A month with the data of fewer sales is left open. */
const FEWEST_SALES = 5;
/** With more open months than that a line is a row of dots. */
const MOST_OPEN = 3;
/** Half a year of month-ends: before that an inventory has no course. */
const FEWEST_INVENTORIES = 6;

/** The median sale price of the last twelve months against the twelve before; null where they are not all known. */
export function priceByMonth({ months }: Pick<Material, 'months'>): ReportChart | null {
  const [before, latest] = yearsOf(months);
  const [prices, pricesBefore] = [medianPrices(latest), medianPrices(before)];
  if (latest.length < YEAR || openOf(prices) > MOST_OPEN) return null;
  return {
    key: 'price_by_month',
    title: 'Median sale price, month by month',
    basis: basisOf(months, [...prices, ...pricesBefore]),
    categories: latest.map(monthLabel),
    series: [
      { name: 'Last 12 months', mark: 'line', ...valuesOf(prices, 'usd') },
      { name: 'A year earlier', mark: 'dashed', ...valuesOf(pricesBefore, 'usd') },
    ],
  };
}

/** How long homes took to sell and what they fetched of their asking price, in the last twelve months. */
export function paceByMonth({ months }: Pick<Material, 'months'>): ReportChart | null {
  const [, latest] = yearsOf(months);
  const days = latest.map((month) => ofEnough(month, month.medianDaysOnMarket));
  const ratios = latest.map((month) => ofEnough(month, month.saleToList));
  if (latest.length < YEAR || openOf(days) > MOST_OPEN || openOf(ratios) > MOST_OPEN) return null;
  return {
    key: 'pace_by_month',
    title: 'Days on market and sale-to-list, month by month',
    basis: basisOf(latest, [...days, ...ratios]),
    categories: latest.map(monthLabel),
    series: [
      { name: 'Median days on market', mark: 'bar', ...valuesOf(days, 'days') },
      { name: 'Sale-to-list', mark: 'line', ...valuesOf(ratios, 'ratio') },
    ],
  };
}

/** What was for sale at each month's end and how long it would have lasted at the pace of the three months before. */
export function inventoryByMonth({ months }: Pick<Material, 'months'>): ReportChart | null {
  const latest = months.slice(-YEAR);
  const actives = latest.map(({ active }) => active);
  if (latest.length < YEAR || latest.length - openOf(actives) < FEWEST_INVENTORIES) return null;
  const supplies = latest.map(({ active }, i) => supplyOf(active, months.slice(0, months.length - YEAR + i + 1)));
  return {
    key: 'inventory_by_month',
    title: 'Homes for sale and months of supply, at each month’s end',
    basis: `active listings within three days of the end of each month; supply at the pace of the three months’ closed sales before it`,
    categories: latest.map(monthLabel),
    series: [
      { name: 'For sale', mark: 'bar', ...valuesOf(actives, 'count') },
      { name: 'Months of supply', mark: 'line', ...valuesOf(supplies, 'months') },
    ],
  };
}

/** metrics.md: active ÷ closed sales per month; here the pace is that of the three calendar months up to that day. */
function supplyOf(active: number | null, until: readonly SeriesMonth[]): number | null {
  const quarter = until.slice(-3);
  const closed = quarter.reduce((sum, month) => sum + month.closed, 0);
  const days = quarter.reduce((sum, month) => sum + daysIn(month), 0);
  return active === null || closed < FEWEST_CLOSINGS ? null : (active * days) / (closed * DAYS_PER_MONTH);
}

const yearsOf = (months: readonly SeriesMonth[]) => [months.slice(-2 * YEAR, -YEAR), months.slice(-YEAR)] as const;

const medianPrices = (months: readonly SeriesMonth[]) => months.map((month) => ofEnough(month, month.medianSalePrice));
const ofEnough = ({ closed }: SeriesMonth, value: number | null) => (closed < FEWEST_SALES ? null : value);
const openOf = (values: readonly (number | null)[]): number => values.filter((value) => value === null).length;

function basisOf(months: readonly SeriesMonth[], shown: readonly (number | null)[]): string {
  const n = months.reduce((sum, { closed }) => sum + closed, 0);
  const open = openOf(shown) > 0;
  const period = [months[0], months.at(-1)].map((month) => (month ? monthLabel(month) : '')).join(' – ');
  return `closed sales by calendar month, ${period} (n\u00a0=\u00a0${formatNumber(n)})${open ? `; months of fewer than ${FEWEST_SALES} sales are left open` : ''}`;
}

const firstDay = ({ month }: Pick<SeriesMonth, 'month'>): Date => new Date(`${month}T00:00:00Z`);
const LABEL = new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** "Nov 2025". */
const monthLabel = (month: SeriesMonth): string => LABEL.format(firstDay(month));

function daysIn(month: SeriesMonth): number {
  const first = firstDay(month);
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
}
