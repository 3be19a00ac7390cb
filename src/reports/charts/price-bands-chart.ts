import { formatLength } from '../format.ts';
import type { ReportChart } from '../model.ts';
import type { Material } from '../types/report-parts.ts';
import { bandsBasis, bandsOf } from './price-bands.ts';
import { valuesOf } from './values-of.ts';

/** With fewer homes the columns are accidents, and the table says all there is to see. */
const FEWEST_DRAWN = 12;

export function activeAgainstSold(material: Material): ReportChart | null {
  const bands = bandsOf(material);
  const active = bands.map((band) => band.active.value);
  const closed = bands.map((band) => band.closed.value);
  const homes = [...active, ...closed].reduce((sum: number, count) => sum + (count ?? 0), 0);
  if (homes < FEWEST_DRAWN) return null;
  return {
    key: 'price_bands',
    title: 'For sale and sold, by price',
    basis: bandsBasis(bands, material),
    categories: bands.map(({ label }) => label),
    series: [
      { name: 'For sale now', mark: 'bar', ...valuesOf(active, 'count') },
      // Beside what is for sale at one moment the period of the sales has to be said.
      { name: `Sold in ${formatLength(material.closings.window)}`, mark: 'bar', ...valuesOf(closed, 'count') },
    ],
  };
}
