import fc from 'fast-check';
import type { Change, Fact, NarrativeFacts } from '../../src/insights/facts.ts';
import { formatValue } from '../../src/reports/format.ts';
import { BASELINE, FACT_KEYS, factsOf, YEAR_AGO } from './facts.ts';

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
  activeDaysOnMarket: ['days', 400],
  activeOver90Days: ['share', 1],
  bandMostSold: ['count', 900],
  bandShortestSupply: ['months', 40],
  bandLongestSupply: ['months', 40],
};

/** Round, tiny and ordinary values: small markets print the same number for several figures. */
const fraction = fc.oneof(fc.constantFrom(0, 1, 0.5), fc.double({ min: 0, max: 1, noNaN: true }));
const few = fc.oneof(
  fraction,
  fc.integer({ min: 0, max: 5 }).map((count) => count / 9_000),
);

const changeAgainst = (against: string): fc.Arbitrary<Change> =>
  fc
    .record({ amount: fc.double({ min: 0.1, max: 90, noNaN: true }), sign: fc.constantFrom(-1, 0, 1) })
    .map(({ amount, sign }) => ({
      text: sign === 0 ? '0.0%' : `${amount.toFixed(1)}%`,
      sign: sign as Change['sign'],
      against,
    }));
const change = changeAgainst(BASELINE);

/** No change, one, or two that disagree. */
const moved: fc.Arbitrary<Pick<Fact, 'change' | 'contrary'>> = fc
  .record({ told: fc.option(changeAgainst(YEAR_AGO)), other: fc.option(change) })
  .map(({ told, other }) => {
    const [first, second] = [told, other].filter((known) => known !== null);
    return {
      ...(first ? { change: first } : {}),
      ...(second && second.sign !== first?.sign ? { contrary: second } : {}),
    };
  });

const figure = (key: string): fc.Arbitrary<Partial<Fact>> => {
  const [unit, most] = UNITS[key] ?? ['count', 100];
  return fc
    .record({
      share: few,
      weight: fc.integer({ min: 0, max: 3 }),
      smallSample: fc.boolean(),
      n: fc.constantFrom(1, 9, 45),
      moves: moved,
    })
    .map(({ share, weight, smallSample, n, moves }) => {
      const raw = share * most;
      const value = weight === 0 ? null : unit === 'count' ? Math.round(raw) : raw;
      return { value, text: formatValue(value, unit), smallSample, n, ...moves };
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

/** What some reports have beside the others' figures: the age of what is for sale, and price ranges. */
const EXTRA: Record<string, Omit<Fact, 'value' | 'text' | 'n' | 'smallSample'>> = {
  activeDaysOnMarket: {
    key: 'activeDaysOnMarket',
    label: 'Median days on market, for sale',
    population: 'active listings',
  },
  activeOver90Days: { key: 'activeOver90Days', label: 'Listed over 90 days', population: 'active listings' },
  bandMostSold: { key: 'bandMostSold', label: 'Most sold', population: 'closed sales', range: 'from $300K to $400K' },
  bandShortestSupply: {
    key: 'bandShortestSupply',
    label: 'Shortest',
    population: 'both',
    range: 'from $300K to $400K',
  },
  bandLongestSupply: { key: 'bandLongestSupply', label: 'Longest', population: 'both', range: 'at $600K or more' },
};

const extras: fc.Arbitrary<Fact[]> = fc
  .record(Object.fromEntries(Object.keys(EXTRA).map((key) => [key, fc.option(figure(key))])))
  .map((figures) =>
    Object.entries(figures).flatMap(([key, known]) => {
      // A price range is pointed at for what it has.
      if (known === null || (key.startsWith('band') && !known.value)) return [];
      return [{ ...EXTRA[key], ...known } as Fact];
    }),
  );

const HOMES: (NarrativeFacts['homes'] | undefined)[] = [
  undefined,
  { one: 'luxury home', many: 'luxury homes' },
  { one: 'house with three bedrooms or more', many: 'houses with three bedrooms or more' },
  { one: 'home in this price range', many: 'homes in this price range' },
  { one: 'selected home', many: 'selected homes', partitive: true },
];

/** Any report's facts: each figure unknown, zero, one or anything else, with or without changes, of all homes or some. */
export const arbitraryFacts: fc.Arbitrary<NarrativeFacts> = fc
  .record({
    figures: fc.record(Object.fromEntries(FACT_KEYS.map((key) => [key, figure(key)]))),
    more: extras,
    area: fc.constantFrom(...AREAS),
    period: fc.constantFrom(...PERIODS),
    homes: fc.constantFrom(...HOMES),
    ofStock: fc.boolean(),
    over: fc.constantFrom(undefined, 'the last 7 days', 'the last 90 days', 'the last 12 months'),
  })
  .map(({ figures, more, area, period, homes, ofStock, over }) => {
    const known = factsOf(figures as Record<string, Partial<Fact>>, area).facts;
    const facts = known.map((fact) => (fact.over === 'the last 30 days' ? { ...fact, over } : fact));
    const first = facts.filter(({ key }) => (key === 'activeListings') === ofStock);
    const rest = facts.filter((fact) => !first.includes(fact));
    return { area, period, ...(homes ? { homes } : {}), facts: [...first, ...rest, ...more] };
  });

/** Facts with nothing missing, of a market of ordinary size, for texts that quote much. */
export const fullFacts: fc.Arbitrary<NarrativeFacts> = fc
  .record(Object.fromEntries(FACT_KEYS.map((key) => [key, fullFigure(key)])))
  .map((figures) => factsOf(figures as Record<string, Partial<Fact>>));

function fullFigure(key: string): fc.Arbitrary<Partial<Fact>> {
  const [unit, most] = UNITS[key] ?? ['count', 100];
  return fc.record({ share: fc.double({ min: 0.1, max: 0.9, noNaN: true }), move: change }).map(({ share, move }) => {
    const value = unit === 'count' ? Math.round(share * most) : share * most;
    return { value, text: formatValue(value, unit), change: move };
  });
}
