import { isWhole } from '../../market/population.ts';
import { type BandEdges, bandEdges, edgesAround, type PriceBand, priceBands } from '../../market/price-bands.ts';
import { median } from '../../market/quantile.ts';
import type { Window } from '../../market/window.ts';
import { formatCompactPrice, formatValue } from '../format.ts';
import type { ReportChart, ReportTable } from '../model.ts';
import type { Material } from '../types/report-parts.ts';
import { YEAR_DAYS } from '../windows.ts';
import { closingsBasis } from './basis.ts';
import { valuesOf } from './values-of.ts';

/** By-month charts leave as many months of a year open. */
const FEWEST_MONTHS = 9;

/** The market's price bands with their counts, or none where a reading was cut off or no edges can be told. */
export function bandsOf({ snapshot, closings, months }: Material): PriceBand[] {
  if (!isWhole(closings) || !isWhole(snapshot.populations.active)) return [];
  const edges = closings.window.days >= YEAR_DAYS ? bandEdges(closings) : edgesOfYear(months);
  return priceBands(snapshot.populations.active, closings, edges);
}

/** From the year's monthly medians, which cost no reading: the edges of a quarter's sales flip with the quarter (M5). */
function edgesOfYear(months: Material['months']): BandEdges[] {
  const prices = months.slice(-12).flatMap(({ medianSalePrice }) => medianSalePrice ?? []);
  const typical = prices.length < FEWEST_MONTHS ? null : median(prices);
  return typical === null ? [] : edgesAround(typical);
}

/** With fewer homes the columns are accidents, and the table says all there is to see. */
const FEWEST_DRAWN = 12;

export function activeAgainstSold(bands: readonly PriceBand[], material: Material): ReportChart | null {
  const homes = bands.reduce((sum, { active, closed }) => sum + (active.value ?? 0) + (closed.value ?? 0), 0);
  if (bands.length < 2 || homes < FEWEST_DRAWN) return null;
  return {
    key: 'price_bands',
    title: 'For sale and sold, by price',
    basis: basisOf(bands, material),
    categories: bands.map(labelOf),
    series: [
      {
        name: 'For sale now',
        mark: 'bar',
        ...valuesOf(
          bands.map(({ active }) => active.value),
          'count',
        ),
      },
      {
        name: soldIn(material.closings.window),
        mark: 'bar',
        ...valuesOf(
          bands.map(({ closed }) => closed.value),
          'count',
        ),
      },
    ],
  };
}

/** Beside what is for sale at one moment the period of the sales has to be said. */
const soldIn = ({ days }: Window): string => (days >= YEAR_DAYS ? 'Sold in 12 months' : `Sold in ${days} days`);

export function bandTable(bands: readonly PriceBand[], material: Material): ReportTable[] {
  if (bands.length === 0) return [];
  const rows = bands.map((band) => [
    labelOf(band),
    ...[band.active, band.closed, band.monthsOfSupply].map(({ value, unit }) => formatValue(value, unit)),
  ]);
  return [
    {
      heading: 'The market by price',
      basis: basisOf(bands, material),
      columns: ['Price', 'For sale', 'Sold', 'Supply'],
      rows,
    },
  ];
}

function basisOf(bands: readonly PriceBand[], { asOf, closings, context }: Material): string {
  const n = bands.reduce((sum, { closed }) => sum + closed.n, 0);
  return `active listings as of ${asOf}; ${closingsBasis({ window: closings.window, n }, context.zone)}`;
}

/** The exact edges: "Under $300K", "$300K–$400K", "$600K+" (M5). */
function labelOf({ from, to }: PriceBand): string {
  if (from === null) return to === null ? 'All prices' : `Under ${formatCompactPrice(to)}`;
  return to === null ? `${formatCompactPrice(from)}+` : `${formatCompactPrice(from)}–${formatCompactPrice(to)}`;
}
