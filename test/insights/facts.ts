import type { Fact, NarrativeFacts } from '../../src/insights/facts.ts';

/** A market with every figure known; texts carry the only numbers that a narrative may print. */
const TEXTS: Record<string, [number, string]> = {
  closedSales: [45, '45'],
  medianSalePrice: [312_500, '$312,500'],
  activeListings: [156, '156'],
  medianListPrice: [349_900, '$349,900'],
  monthsOfSupply: [3.2, '3.2 months'],
  daysOnMarket: [16, '16 days'],
  saleToList: [0.986, '98.6%'],
  soldAboveList: [0.22, '22%'],
  newListings: [61, '61'],
  pendingListings: [38, '38'],
  priceCuts: [0.31, '31%'],
  pricePerSqft: [187, '$187'],
};

export const FACT_KEYS = Object.keys(TEXTS);

export function factsOf(changes: Record<string, Partial<Fact>> = {}, area = 'Houston'): NarrativeFacts {
  const facts = Object.entries(TEXTS).map(([key, [value, text]]) => ({
    key,
    label: key,
    value,
    text,
    n: 45,
    population: 'closed sales',
    smallSample: false,
    ...changes[key],
  }));
  return { area, period: 'the 30 days from May 2 to May 31, 2025', facts };
}
