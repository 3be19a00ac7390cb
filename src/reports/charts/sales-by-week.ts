import { isWhole } from '../../market/population.ts';
import { medianSalePrice } from '../../market/prices.ts';
import { contains, reportWindow, type Window } from '../../market/window.ts';
import { formatShortDay, formatValue } from '../format.ts';
import type { ReportChart } from '../model.ts';
import type { Material } from '../types/report-parts.ts';
import { closingsBasis } from './basis.ts';

const WEEKS = 12;
/** Fewer, and the columns are accidents. */
const FEWEST_SALES = 12;

/** Closed sales and their median price in each of the last twelve full weeks; null where the sales are not all known. */
export function salesByWeek(material: Material): ReportChart | null {
  const { closings, context } = material;
  if (!isWhole(closings) || closings.listings.length < FEWEST_SALES) return null;
  const weeks = weeksBefore(closings.window.to, context.zone).map((window) => {
    const listings = closings.listings.filter(({ closeDate }) => closeDate !== null && contains(window, closeDate));
    return { window, count: listings.length, price: medianSalePrice({ ...closings, listings, window }).value };
  });
  const counts = weeks.map(({ count }) => count);
  const prices = weeks.map(({ price }) => price);
  return {
    key: 'sales_by_week',
    title: 'Closed sales and median sale price, week by week',
    basis: closingsBasis(material),
    categories: weeks.map(({ window }) => formatShortDay(window.from, context.zone)),
    series: [
      {
        name: 'Closed sales',
        mark: 'bar',
        unit: 'count',
        values: counts,
        texts: counts.map((n) => formatValue(n, 'count')),
      },
      {
        name: 'Median sale price',
        mark: 'line',
        unit: 'usd',
        values: prices,
        texts: prices.map((price) => formatValue(price, 'usd')),
      },
    ],
  };
}

function weeksBefore(end: number, zone: string): Window[] {
  const edges = Array.from({ length: WEEKS + 1 }, (_, i) =>
    i === WEEKS ? end : reportWindow(new Date(end), (WEEKS - i) * 7, zone).from,
  );
  return edges.slice(1).map((to, i) => ({ from: edges[i] ?? to, to, days: 7 }));
}
