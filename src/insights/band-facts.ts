import type { Fact } from './facts.ts';
import { FEWEST_TOLD } from './told-changes.ts';

/** A price range of the market as a report has it. */
export interface Band {
  /** To stand after a verb: "under $300K", "at $300K–$400K", "at $600K or more". */
  readonly range: string;
  /** The days that its sales are of. */
  readonly over?: string;
  readonly sold: { readonly value: number | null; readonly text: string };
  readonly supply: { readonly value: number | null; readonly text: string; readonly n: number };
}

/** Which price ranges a narrative points at: where most sold, and where supply is shortest and longest. */
export function bandFacts(bands: readonly Band[]): Fact[] {
  const sold = (band: Band) => ({ ...band.sold, n: band.sold.value ?? 0 });
  const supply = (band: Band) => band.supply;
  return [
    pointAt('bandMostSold', extreme(bands, sold, 1), sold),
    pointAt('bandShortestSupply', extreme(bands, supply, -1), supply),
    pointAt('bandLongestSupply', extreme(bands, supply, 1), supply),
  ].filter((fact) => fact !== null);
}

const LABELS = {
  bandMostSold: 'Price range where most sold',
  bandShortestSupply: 'Price range with the shortest supply',
  bandLongestSupply: 'Price range with the longest supply',
} as const;

type Reading = Pick<Fact, 'value' | 'text' | 'n'>;

/**
 * Of an extreme that rests on too few homes, or where nothing is for sale, nothing is said: the next one is not the
 * extreme that the page shows.
 */
function pointAt(key: keyof typeof LABELS, band: Band | null, read: (band: Band) => Reading): Fact | null {
  if (band === null) return null;
  const { value, text, n } = read(band);
  if (value === 0 || n < FEWEST_TOLD) return null;
  const { range, over } = band;
  const population = key === 'bandMostSold' ? 'closed sales' : 'active listings and closed sales';
  return { key, label: LABELS[key], value, text, n, population, smallSample: false, range, ...(over ? { over } : {}) };
}

/** The band with the highest value, or with the lowest, where it is one alone as printed; null otherwise. */
function extreme(bands: readonly Band[], read: (band: Band) => Reading, sign: 1 | -1): Band | null {
  const known = bands.flatMap((band) => {
    const { value, text } = read(band);
    return value === null ? [] : [{ band, value, text }];
  });
  const [first, second] = known.toSorted((a, b) => sign * (b.value - a.value));
  return first === undefined || second === undefined || first.text === second.text ? null : first.band;
}
