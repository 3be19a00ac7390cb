import fc from 'fast-check';
import type { Change, Fact, NarrativeFacts } from '../../src/insights/facts.ts';
import { formatValue } from '../../src/reports/format.ts';
import { BASELINE, FACT_KEYS, factsOf } from './facts.ts';

type Unit = Parameters<typeof formatValue>[1];

const UNITS: Record<string, [unit: Unit, most: number]> = {
  closedSales: ['count', 9_000],
  medianSalePrice: ['usd', 3_000_000],
  activeListings: ['count', 24_000],
  medianListPrice: ['usd', 3_000_000],
  monthsOfSupply: ['months', 40],
  daysOnMarket: ['days', 400],
  saleToList: ['ratio', 1.5],
  soldAboveList: ['share', 1],
  newListings: ['count', 9_000],
  pendingListings: ['count', 9_000],
  priceCuts: ['share', 1],
  pricePerSqft: ['usd_per_sqft', 2_000],
};

/** Round, tiny and ordinary values: small markets print the same number for several figures. */
const fraction = fc.oneof(fc.constantFrom(0, 1, 0.5), fc.double({ min: 0, max: 1, noNaN: true }));
const few = fc.oneof(
  fraction,
  fc.integer({ min: 0, max: 5 }).map((count) => count / 9_000),
);

const change: fc.Arbitrary<Change> = fc
  .record({ amount: fc.double({ min: 0.1, max: 90, noNaN: true }), sign: fc.constantFrom(-1, 0, 1) })
  .map(({ amount, sign }) => ({
    text: sign === 0 ? '0.0%' : `${amount.toFixed(1)}%`,
    sign: sign as Change['sign'],
    against: BASELINE,
  }));

const figure = (key: string): fc.Arbitrary<Partial<Fact>> => {
  const [unit, most] = UNITS[key] ?? ['count', 100];
  return fc
    .record({
      share: few,
      weight: fc.integer({ min: 0, max: 3 }),
      smallSample: fc.boolean(),
      n: fc.constantFrom(1, 45),
      change: fc.option(change, { nil: undefined }),
    })
    .map(({ share, weight, smallSample, n, change: moved }) => {
      const raw = share * most;
      const value = weight === 0 ? null : unit === 'count' ? Math.round(raw) : raw;
      return { value, text: formatValue(value, unit), smallSample, n, ...(moved ? { change: moved } : {}) };
    });
};

const AREAS = [
  'Houston',
  'Oak Ridge, The Woodlands, 77002 and 12 more areas',
  'White Plains',
  'Christian, Mission and 78572',
  'St. Louis',
  '45',
];
const PERIODS = [
  'the 30 days from May 2 to May 31, 2025',
  'May 31, 2025',
  'the 365 days from Jan 1 to Dec 31, 2024',
  'the 60 days from Dec 3, 2024 to Jan 31, 2025',
];

/** Any report's facts: each figure unknown, zero, one or anything else, with or without a change. */
export const arbitraryFacts: fc.Arbitrary<NarrativeFacts> = fc
  .record({
    figures: fc.record(Object.fromEntries(FACT_KEYS.map((key) => [key, figure(key)]))),
    area: fc.constantFrom(...AREAS),
    period: fc.constantFrom(...PERIODS),
  })
  .map(({ figures, area, period }) => ({ ...factsOf(figures as Record<string, Partial<Fact>>, area), period }));

/** Facts with nothing missing, of a market of ordinary size, for texts that quote much. */
export const fullFacts: fc.Arbitrary<NarrativeFacts> = fc
  .record(Object.fromEntries(FACT_KEYS.map((key) => [key, fullFigure(key)])))
  .map((figures) => factsOf(figures as Record<string, Partial<Fact>>));

function fullFigure(key: string): fc.Arbitrary<Partial<Fact>> {
  const [unit, most] = UNITS[key] ?? ['count', 100];
  return fc.record({ share: fc.double({ min: 0.1, max: 0.9, noNaN: true }), moved: change }).map(({ share, moved }) => {
    const value = unit === 'count' ? Math.round(share * most) : share * most;
    return { value, text: formatValue(value, unit), change: moved };
  });
}
