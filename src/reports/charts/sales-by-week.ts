import { isWhole } from '../../market/population.ts';
import { medianSalePrice } from '../../market/prices.ts';
import { DEFAULT_SAMPLE_THRESHOLDS } from '../../market/sample-size.ts';
import type { Closings } from '../../market/supply.ts';
import { contains, reportWindow, type Window } from '../../market/window.ts';
import { formatShortDay } from '../format.ts';
import type { ReportChart } from '../model.ts';
import type { Material } from '../types/report-parts.ts';
import { closingsBasis } from './basis.ts';
import { valuesOf } from './values-of.ts';

const WEEKS = 12;
/** Fewer, and the columns are accidents. */
const FEWEST_SALES = 24;
/** With fewer of the twelve the line is some loose points. */
const FEWEST_WEEKS_PRICED = 8;

/** metrics.md: below it a sample shows no change. A week of fewer sales has no point in the line. */
const { noChange: FEWEST_PRICED } = DEFAULT_SAMPLE_THRESHOLDS;

/** Closed sales and their median price in each of the last twelve full weeks; null where the sales are not all known. */
export function salesByWeek({ closings, context }: Material): ReportChart | null {
  const windows = weeksBefore(closings.window.to, context.zone);
  const weeks = windows.map((window) => salesOf(closings, window));
  const counts = weeks.map(({ count }) => count);
  const prices = weeks.map(({ price }) => price);
  const n = counts.reduce((sum, count) => sum + count, 0);
  if (!isWhole(closings) || n < FEWEST_SALES) return null;
  const priced = prices.filter((price) => price !== null).length >= FEWEST_WEEKS_PRICED;
  return {
    key: 'sales_by_week',
    title: priced ? 'Closed sales and median sale price, week by week' : 'Closed sales, week by week',
    basis: basisOf({ windows, n, open: priced && prices.includes(null) }, context.zone),
    categories: windows.map(({ from }) => formatShortDay(from, context.zone)),
    series: [
      { name: 'Closed sales', mark: 'bar', ...valuesOf(counts, 'count') },
      ...(priced ? [{ name: 'Median sale price', mark: 'line' as const, ...valuesOf(prices, 'usd') }] : []),
    ],
  };
}

function salesOf(closings: Closings, window: Window): { count: number; price: number | null } {
  const listings = closings.listings.filter(({ closeDate }) => closeDate !== null && contains(window, closeDate));
  const { value, n } = medianSalePrice({ ...closings, listings, window });
  return { count: listings.length, price: n < FEWEST_PRICED ? null : value };
}

/** Of the weeks that are drawn: the sales before them are none of the chart's. */
function basisOf({ windows, n, open }: { windows: readonly Window[]; n: number; open: boolean }, zone: string): string {
  const window = { from: windows[0]?.from ?? 0, to: windows.at(-1)?.to ?? 0, days: WEEKS * 7 };
  const without = open ? `; weeks of fewer than ${FEWEST_PRICED} sales have no median` : '';
  return `${closingsBasis({ window, n }, zone)}${without}`;
}

function weeksBefore(end: number, zone: string): Window[] {
  const edges = Array.from({ length: WEEKS + 1 }, (_, i) =>
    i === WEEKS ? end : reportWindow(new Date(end), (WEEKS - i) * 7, zone).from,
  );
  return edges.slice(1).map((to, i) => ({ from: edges[i] ?? to, to, days: 7 }));
}
