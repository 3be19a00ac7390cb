import type { Change, Fact, NarrativeFacts } from '../../src/insights/facts.ts';

const SOLD = 'closed sales';
const ASKING = 'active listings';

/** A market with every figure known; texts carry the only numbers that a narrative may print. */
const FIGURES: Record<string, [value: number, text: string, population: string, label: string]> = {
  closedSales: [45, '45', SOLD, 'Closed sales'],
  medianSalePrice: [312_500, '$312,500', SOLD, 'Median sale price'],
  activeListings: [156, '156', ASKING, 'Active listings'],
  medianListPrice: [349_900, '$349,900', ASKING, 'Median list price'],
  monthsOfSupply: [3.2, '3.2 months', `${ASKING} and ${SOLD}`, 'Months of supply'],
  daysOnMarket: [16, '16 days', SOLD, 'Median days on market'],
  saleToList: [0.986, '98.6%', SOLD, 'Sale-to-list ratio'],
  soldAboveList: [0.22, '22%', SOLD, 'Sold above list price'],
  newListings: [61, '61', 'listings now active, pending or closed', 'New listings'],
  pendingListings: [38, '38', 'pending listings', 'Pending now'],
  priceCuts: [0.31, '31%', ASKING, 'Price ever reduced'],
  pricePerSqft: [187, '$187', SOLD, 'Price per square foot'],
};

const OVER: Record<string, string> = { monthsOfSupply: 'the last 90 days', newListings: 'the last 30 days' };

export const FACT_KEYS = Object.keys(FIGURES);

export function factsOf(changes: Record<string, Partial<Fact>> = {}, area = 'Houston'): NarrativeFacts {
  const facts = Object.entries(FIGURES).map(([key, [value, text, population, label]]) => ({
    key,
    label,
    value,
    text,
    n: 45,
    population,
    smallSample: false,
    over: OVER[key] ?? (population === SOLD ? 'the last 30 days' : undefined),
    ...changes[key],
  }));
  return { area, period: 'the 30 days from May 2 to May 31, 2025', facts };
}

export const YEAR_AGO = 'the same days last year';
export const BASELINE = 'the previous 30 days';

export const rose = (text: string): { change: Change } => ({ change: { text, sign: 1, against: BASELINE } });
export const fell = (text: string): { change: Change } => ({ change: { text, sign: -1, against: BASELINE } });
export const stood = (): { change: Change } => ({ change: { text: '0.0%', sign: 0, against: BASELINE } });
