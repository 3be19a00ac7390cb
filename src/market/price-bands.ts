import type { Listing } from '../listings/listing.ts';
import { countOf } from './counts.ts';
import { addExclusions, type Figure } from './figure.ts';
import type { Population } from './population.ts';
import { quantile } from './quantile.ts';
import { isPositive } from './statistic.ts';
import { type Closings, monthsOfSupply } from './supply.ts';

const STEPS = [25_000, 50_000, 100_000, 200_000, 250_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000];
const MOST_BANDS = 6;

/** Dollars, `from` included and `to` not; null at the open ends. */
export interface BandEdges {
  readonly from: number | null;
  readonly to: number | null;
}

export interface PriceBand extends BandEdges {
  readonly active: Figure;
  readonly closed: Figure;
  /** Active listings of the band ÷ its closed sales per month. */
  readonly monthsOfSupply: Figure;
}

/**
 * Round edges for a market, from twelve months of its sales: the finest step with which at most six bands reach from
 * its 10th to its 90th percentile. They move only when the market itself moves across a round number (M5).
 */
export function bandEdges(sales: Population): BandEdges[] {
  const prices = sales.listings.map(({ closePrice }) => closePrice).filter(isPositive);
  const [low, high] = [quantile(prices, 0.1), quantile(prices, 0.9)];
  return low === null || high === null ? [] : roundEdges(low, high);
}

/**
 * Round edges from half to seven quarters of a year's median, where that is known and the year's sales are not: as
 * steady, if not cut to the market's own spread, which the open ends take in.
 */
export function edgesAround(median: number): BandEdges[] {
  return roundEdges(median * 0.5, median * 1.75);
}

function roundEdges(low: number, high: number): BandEdges[] {
  const step = STEPS.find((candidate) => innerEdges(low, high, candidate).length < MOST_BANDS);
  if (step === undefined) return [{ from: null, to: null }];
  const edges = innerEdges(low, high, step);
  return [null, ...edges].map((from, index) => ({ from, to: edges[index] ?? null }));
}

/** The multiples of the step around what lies between the two prices. */
function innerEdges(low: number, high: number, step: number): number[] {
  const first = Math.max(1, Math.floor(low / step));
  const last = Math.max(first, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/**
 * The bands that can hold a home which costs at least `from` and at most `to`, both included. The outermost are open
 * again, since a home may cost the upper limit itself.
 */
export function edgesWithin(edges: readonly BandEdges[], { from: least, to: most }: BandEdges): BandEdges[] {
  const [low, high] = [least ?? 0, most ?? Number.POSITIVE_INFINITY];
  const kept = edges.filter(({ from, to }) => (to ?? Number.POSITIVE_INFINITY) > low && (from ?? 0) < high);
  return kept.map(({ from, to }, i) => ({ from: i === 0 ? null : from, to: i === kept.length - 1 ? null : to }));
}

/** Without the outer bands in which nothing is for sale and nothing sold; those between others stay. */
export function withoutEmptyEnds(bands: readonly PriceBand[]): PriceBand[] {
  const held = bands.map(({ active, closed }) => active.value !== 0 || closed.value !== 0);
  return held.includes(true) ? bands.slice(held.indexOf(true), held.lastIndexOf(true) + 1) : [];
}

/** Active listings by list price against closed sales by sale price; a band without homes stays. */
export function priceBands(active: Population, closed: Closings, edges: readonly BandEdges[]): PriceBand[] {
  return edges.map((band) => {
    const offers = within(active, ({ listPrice }) => listPrice, band);
    const sales = { ...within(closed, ({ closePrice }) => closePrice, band), window: closed.window };
    return { ...band, active: countOf(offers), closed: countOf(sales), monthsOfSupply: monthsOfSupply(offers, sales) };
  });
}

/** The homes of a band. One without a price is in none, and is counted once, in the lowest. */
function within(population: Population, read: (home: Listing) => number | null, { from, to }: BandEdges): Population {
  const listings = population.listings.filter((home) => {
    const price = read(home);
    return isPositive(price) && price >= (from ?? 0) && price < (to ?? Number.POSITIVE_INFINITY);
  });
  const unpriced = from === null ? population.listings.filter((home) => !isPositive(read(home))).length : 0;
  const excluded = from === null ? population.excluded : {};
  return {
    ...population,
    listings,
    excluded: unpriced > 0 ? addExclusions(excluded, { no_price: unpriced }) : excluded,
  };
}
