import { isWhole } from '../../market/population.ts';
import {
  type BandEdges,
  bandEdges,
  edgesAround,
  edgesWithin,
  type PriceBand,
  priceBands,
  withoutEmptyEnds,
} from '../../market/price-bands.ts';
import { median } from '../../market/quantile.ts';
import { isVerySmall, sampleSize } from '../../market/sample-size.ts';
import { formatCompactPrice, formatPrice, formatValue } from '../format.ts';
import type { Material } from '../types/report-parts.ts';
import { YEAR_DAYS } from '../windows.ts';
import { closingsBasis } from './basis.ts';

/** By-month charts leave as many months of a year open. */
const FEWEST_MONTHS = 9;

/** A price band with the words that every part of a page has for it. */
export interface NamedBand extends PriceBand {
  /** "Under $300K", "$300K–$400K", "$600K+". */
  readonly label: string;
  /** For running text: "under $300K", "at $300K–$400K", "at $600K or more". */
  readonly phrase: string;
  /** "2.4 months", "none for sale"; a dash where it is not known. */
  readonly supply: string;
  /** Too few sales for a supply that stands without a mark. */
  readonly verySmall: boolean;
}

// Headline, notice, chart and table ask for them in turn.
const known = new WeakMap<Material, readonly NamedBand[]>();

/** The market's price bands, or none where a reading was cut off or there are no two to set side by side. */
export function bandsOf(material: Material): readonly NamedBand[] {
  const bands = known.get(material) ?? computeBands(material);
  known.set(material, bands);
  return bands;
}

function computeBands({ snapshot, closings, months, prices }: Material): readonly NamedBand[] {
  const { active } = snapshot.populations;
  if (!isWhole(closings) || !isWhole(active)) return [];
  const edges = closings.window.days >= YEAR_DAYS ? bandEdges(closings) : edgesOfYear(months);
  const inRange = priceBands(active, closings, edgesWithin(edges, prices));
  // Where nothing limits the prices, the same bands stand in each report, those included that hold nothing now (M5).
  const limited = prices.from !== null || prices.to !== null;
  const bands = limited ? withoutEmptyEnds(inRange) : inRange;
  return bands.length < 2 ? [] : bands.map((band) => nameBand(band, prices));
}

/** From the year's monthly medians, which cost no reading: the edges of a quarter's sales flip with the quarter (M5). */
function edgesOfYear(months: Material['months']): BandEdges[] {
  const prices = months.slice(-12).flatMap(({ medianSalePrice }) => medianSalePrice ?? []);
  const typical = prices.length < FEWEST_MONTHS ? null : median(prices);
  return typical === null ? [] : edgesAround(typical);
}

function nameBand(band: PriceBand, prices: BandEdges): NamedBand {
  const { active, monthsOfSupply } = band;
  return {
    ...band,
    ...namesOf(band, prices),
    supply: active.value === 0 ? 'none for sale' : formatValue(monthsOfSupply.value, 'months'),
    verySmall: isVerySmall(sampleSize(monthsOfSupply)),
  };
}

/** The exact edges (M5); an open end is the limit of the homes that were chosen, where they have one. */
function namesOf({ from, to }: BandEdges, { from: least, to: most }: BandEdges): Pick<NamedBand, 'label' | 'phrase'> {
  const [low, high] = [from ?? least, to ?? most].map((price) => (price === null ? null : priceText(price)));
  if (low === null) return { label: `Under ${high}`, phrase: `under ${high}` };
  if (high === null) return { label: `${low}+`, phrase: `at ${low} or more` };
  return { label: `${low}–${high}`, phrase: `at ${low}–${high}` };
}

/** Edges are round; a limit that is a share of a median stands to the dollar, as in the line that tells it. */
const priceText = (price: number): string => (price % 1_000 === 0 ? formatCompactPrice(price) : formatPrice(price));

/** Of what the bands hold: a sale without a price is in none. */
export function bandsBasis(bands: readonly PriceBand[], { asOf, closings, context }: Material): string {
  const n = bands.reduce((sum, { closed }) => sum + closed.n, 0);
  return `active listings as of ${asOf}; ${closingsBasis({ window: closings.window, n }, context.zone)}`;
}
