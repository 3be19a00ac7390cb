import { daysOnMarket } from '../../market/days-on-market.ts';
import { isWhole } from '../../market/population.ts';
import type { ReportChart } from '../model.ts';
import type { Material } from '../types/report-parts.ts';
import { closingsBasis } from './basis.ts';
import { DAY_BANDS, dayBandLabel } from './day-bands.ts';
import { valuesOf } from './values-of.ts';

const FEWEST_SALES = 12;

/** How long sold homes had been on the market; null where the sales are not all known or too few. */
export function timeToSell(material: Material): ReportChart | null {
  const { closings, context } = material;
  const days = closings.listings.map(daysOnMarket).filter((value) => typeof value === 'number');
  if (!isWhole(closings) || days.length < FEWEST_SALES) return null;
  const counts = DAY_BANDS.map(({ from, to }) => days.filter((value) => value >= from && value < to).length);
  return {
    key: 'time_to_sell',
    title: 'Days on market of the homes that sold',
    basis: closingsBasis({ window: closings.window, n: days.length }, context.zone),
    categories: DAY_BANDS.map(dayBandLabel),
    series: [{ name: 'Closed sales', mark: 'bar', ...valuesOf(counts, 'count') }],
  };
}
