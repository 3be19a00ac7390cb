import type { Listing } from '../listings/listing.ts';
import { addExclusions, type ExclusionReason, type Exclusions, type Figure, type Part, type Unit } from './figure.ts';
import { isWhole, type Population } from './population.ts';

export interface Statistic {
  readonly unit: Unit;
  /** The row's value, or why it has none. */
  readonly read: (listing: Listing) => number | ExclusionReason;
  /** Null of an empty list. */
  readonly aggregate: (values: Float64Array) => number | null;
}

/** Reads a value from each row, counts the rows that have none, and aggregates the rest. */
export function computeStatistic(population: Population, { unit, read, aggregate }: Statistic): Figure {
  const values = new Float64Array(population.listings.length);
  let n = 0;
  const excluded: Partial<Record<ExclusionReason, number>> = {};
  for (const listing of population.listings) {
    const value = read(listing);
    if (typeof value !== 'number') excluded[value] = (excluded[value] ?? 0) + 1;
    else values[n++] = value;
  }
  const value = aggregate(values.subarray(0, n));
  const reason = value === null ? emptyReason(population) : null;
  return describeFigure([population], { value, unit, n, excluded, reason });
}

interface Computed {
  value: number | null;
  unit: Unit;
  n: number;
  /** Words for the page where `value` is null. */
  reason: string | null;
  excluded?: Exclusions;
  label?: string;
  /** What each population holds, where the figure sets them against each other. */
  counts?: readonly number[];
}

/**
 * Attaches what a computed value rests on, and withholds it where a population was cut off or cannot be told: a median
 * or a count of the part that is known would be false (V6).
 */
export function describeFigure(populations: readonly Population[], computed: Computed): Figure {
  const partial = populations.find((population) => !isWhole(population));
  const reason = partial ? partialReason(partial) : computed.reason;
  const window = populations.find((population) => population.window)?.window;
  return {
    value: reason === null ? computed.value : null,
    unit: computed.unit,
    population: computed.label ?? populations.map(({ label }) => label).join(' and '),
    n: computed.n,
    ...(window ? { window } : {}),
    ...(computed.counts ? { parts: partsOf(populations, computed.counts) } : {}),
    excluded: addExclusions(...populations.map(({ excluded }) => excluded), computed.excluded ?? {}),
    ...(reason === null ? {} : { reason }),
  };
}

function partsOf(populations: readonly Population[], counts: readonly number[]): Part[] {
  return populations.map((population, i) => {
    const { label, window } = population;
    return { population: label, n: isWhole(population) ? (counts[i] ?? null) : null, ...(window ? { window } : {}) };
  });
}

const partialReason = ({ label, withheld }: Population): string =>
  withheld ?? `the feed holds more ${label} than could be read`;

function emptyReason({ label, listings }: Population): string {
  return listings.length === 0 ? `no ${label}` : 'the data it needs are not given';
}

export const isPositive = (value: number | null): value is number =>
  value !== null && Number.isFinite(value) && value > 0;
