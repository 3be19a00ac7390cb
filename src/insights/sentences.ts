import type { Fact, NarrativeFacts } from './facts.ts';

export interface Known extends NarrativeFacts {
  /** The fact with this key where its value is known. */
  readonly get: (key: string) => (Fact & { readonly value: number }) | null;
}

/** A sentence from the facts, or null where they do not support one. */
type Sentence = (known: Known) => string | null;

/** Months of supply: below, sellers are commonly said to hold the better cards, above it buyers (NAR's rule of thumb). */
const BALANCED = { from: 4, to: 6 };

const salesAndPrice: Sentence = ({ area, period, get }) => {
  const closed = get('closedSales');
  if (closed === null) return `The number of sales in ${area} during ${period} is not known.`;
  if (closed.value === 0)
    return `No sale closed in ${area} during ${period}, so this report describes what is on offer.`;
  const price = get('medianSalePrice');
  const sales = plural(closed, 'sale', 'sales');
  if (price === null) return `In ${area}, ${sales} closed during ${period}.`;
  return `In ${area}, ${sales} closed during ${period}, at a median price of ${price.text}.`;
};

const inventory: Sentence = ({ get }) => {
  const active = get('activeListings');
  if (active === null) return null;
  if (active.value === 0) return 'No home was for sale when the listings were read.';
  const asking = get('medianListPrice');
  const homes = plural(active, 'home was', 'homes were');
  return `${homes} for sale when the listings were read${asking ? `, at a median asking price of ${asking.text}` : ''}.`;
};

const supply: Sentence = ({ get }) => {
  const months = get('monthsOfSupply');
  if (months === null || months.value === 0) return null;
  const measured = `At the recent pace of sales that is ${months.text} of supply`;
  if (months.value < BALANCED.from) return `${measured}, a level commonly read as a seller’s market.`;
  if (months.value > BALANCED.to) return `${measured}, a level commonly read as a buyer’s market.`;
  return `${measured}, a level commonly read as balanced between buyers and sellers.`;
};

const pace: Sentence = ({ get }) => {
  const days = get('daysOnMarket');
  if (days === null) return null;
  if (days.value === 0) return 'At least half of the homes that sold found a buyer on their first day on the market.';
  return `Half of the homes that sold went under contract within ${days.text} on the market.`;
};

const negotiation: Sentence = ({ get }) => {
  const ratio = get('saleToList');
  if (ratio === null) return null;
  const above = get('soldAboveList');
  const tail = above === null || above.value === 0 ? '' : `, and ${above.text} of sales went above it`;
  return `On average, sellers received ${ratio.text} of their last asking price${tail}.`;
};

const movement: Sentence = ({ get }) => {
  const fresh = get('newListings');
  const pending = get('pendingListings');
  const parts = [
    fresh === null || fresh.value === 0 ? null : `${plural(fresh, 'home', 'homes')} came to market during the period`,
    pending === null || pending.value === 0 ? null : `${plural(pending, 'sale is', 'sales are')} pending`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : `${parts.join(' and ')}.`;
};

const reductions: Sentence = ({ get }) => {
  const cuts = get('priceCuts');
  if (cuts === null) return null;
  if (cuts.value === 0) return 'None of the active listings with a known original price has been reduced.';
  return `Of the active listings with a known original price, ${cuts.text} have been reduced at least once.`;
};

const perSquareFoot: Sentence = ({ get }) => {
  const price = get('pricePerSqft');
  return price === null ? null : `The median sale worked out at ${price.text} per square foot.`;
};

const caution: Sentence = ({ get }) => {
  if (!get('medianSalePrice')?.smallSample) return null;
  return 'That is a small sample, whose medians can move a great deal from one report to the next.';
};

/** In the order of reading; the first ones matter most, since the last may not fit. */
export const sentences: readonly Sentence[] = [
  salesAndPrice,
  caution,
  inventory,
  supply,
  pace,
  negotiation,
  movement,
  reductions,
  perSquareFoot,
];

/** True of every report, so that one with few figures still says how to read it. No numbers. */
export const readingGuide: readonly string[] = [
  'A median is the middle value: half of the homes lie above it and half below, so that one unusual sale hardly moves it.',
  'Active and pending counts describe the moment at which the listings were read; sales count on the day they closed.',
  'Rentals are left out of every figure, and a home whose record lacks a value is left out of the figures that need it.',
  'A dash stands where the records of this area do not support a figure, and the reason is given beside it.',
  'Asking prices and sale prices are kept apart throughout, since an asking price is not yet a sale.',
];

function plural({ value, text }: { value: number; text: string }, one: string, many: string): string {
  return `${text} ${value === 1 ? one : many}`;
}
