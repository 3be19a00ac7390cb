import { capitalised, counted, isNought, type Known, type KnownFact, movement, type SentenceWriter } from './known.ts';

/** What closed, at which price; and where nothing did, what the report can speak of instead. */
export const opening: SentenceWriter = (known) => {
  const { area, period, get, state } = known;
  const closed = get('closedSales');
  if (closed === null) return `The number of sales in ${area} ${period} is not known.`;
  if (closed.value === 0) {
    const rest = state === 'empty' ? '' : ', so this report describes what is on offer';
    return `No sale closed in ${area} ${period}${rest}.`;
  }
  const price = get('medianSalePrice');
  const sales = counted(closed, 'sale', 'sales');
  if (price === null) return `In ${area}, ${sales} closed ${period}.`;
  if (ofOneSale(get, price)) return `In ${area}, ${sales} closed ${period}, at ${price.text}.`;
  return known.tone === 'agent' ? forAgents(known, closed, price) : forProfessionals(known, closed, price);
};

function forAgents({ area, period, pick }: Known, closed: KnownFact, price: KnownFact): string {
  const sales = counted(closed, 'sale', 'sales');
  return pick('opening', [
    `In ${area}, ${sales} closed ${period}, at a median price of ${price.text}.`,
    `${capitalised(period)}, ${counted(closed, 'home', 'homes')} sold in ${area}, and the median sale price was ${price.text}.`,
    `Buyers and sellers closed ${sales} in ${area} ${period}, at a median price of ${price.text}.`,
  ]);
}

function forProfessionals({ area, period, pick }: Known, closed: KnownFact, price: KnownFact): string {
  const sales = counted(closed, 'closed sale', 'closed sales');
  return pick('opening', [
    `The median sale price in ${area} was ${price.text}, taken from ${sales} ${period}.`,
    `${area} recorded ${sales} ${period}, with a median sale price of ${price.text}.`,
    `Closed sales in ${area} came to ${closed.text} ${period}; their median sale price was ${price.text}.`,
  ]);
}

export const caution: SentenceWriter = ({ get, pick }) => {
  const price = get('medianSalePrice');
  if (!soldAny(get) || !price?.smallSample) return null;
  if (ofOneSale(get, price)) return 'That says little about the market as a whole.';
  return pick('caution', [
    'That is a small sample, whose medians can move considerably from report to report.',
    'It is a small sample, so the median is best read beside those of other reports.',
    'A small sample stands behind that median, which can swing from report to report.',
  ]);
};

export const priceMovement: SentenceWriter = ({ get, pick }) => {
  const price = get('medianSalePrice');
  if (!soldAny(get) || !price?.change) return null;
  return pick('price movement', [
    `At ${price.text}, the median sale price was ${movement(price.change)}.`,
    `The median sale price of ${price.text} was ${movement(price.change)}.`,
  ]);
};

export const salesMovement: SentenceWriter = ({ get }) => {
  const closed = get('closedSales');
  if (!closed?.change || closed.value === 0) return null;
  return `The number of closed sales, ${closed.text}, was ${movement(closed.change)}.`;
};

export const pace: SentenceWriter = ({ get, pick, tone }) => {
  const days = get('daysOnMarket');
  if (days === null) return null;
  if (ofOneSale(get, days)) {
    const when = days.value === 0 ? 'on its first day' : `after ${days.text}`;
    return `The home that sold went under contract ${when} on the market.`;
  }
  if (days.value === 0) return 'By the median, the homes that sold found a buyer on their first day on the market.';
  if (tone === 'professional') return `Median days on market for closed sales came to ${days.text}.`;
  return pick('pace', [
    `The median home that sold went under contract after ${days.text} on the market.`,
    `Homes that sold had a median of ${days.text} on the market.`,
    `By the median, homes that sold found a buyer after ${days.text}.`,
  ]);
};

export const paceMovement: SentenceWriter = ({ get }) => {
  const days = get('daysOnMarket');
  if (!days?.change || days.value === 0) return null;
  return `The median of ${days.text} on market for closed sales was ${movement(days.change)}.`;
};

export const negotiation: SentenceWriter = ({ get, pick, tone }) => {
  const ratio = get('saleToList');
  if (ratio === null) return null;
  if (ofOneSale(get, ratio)) return `The home sold for ${ratio.text} of its last asking price.`;
  const above = get('soldAboveList');
  const tail = above === null || isNought(above) ? '' : `, and ${above.text} of sales went above it`;
  if (tone === 'professional') return `Sale prices averaged ${ratio.text} of the last asking price${tail}.`;
  return pick('negotiation', [
    `On average, sellers received ${ratio.text} of their last asking price${tail}.`,
    `Homes sold for an average of ${ratio.text} of the last asking price${tail}.`,
  ]);
};

export const perSquareFoot: SentenceWriter = ({ get, pick }) => {
  const price = get('pricePerSqft');
  if (price === null) return null;
  if (ofOneSale(get, price)) return `The sale worked out at ${price.text} per square foot.`;
  return pick('square foot', [
    `The median sale worked out at ${price.text} per square foot.`,
    `Per square foot, the median sale price came to ${price.text}.`,
  ]);
};

const soldAny = (get: Known['get']): boolean => (get('closedSales')?.value ?? 0) > 0;

/** True of what was measured on the only sale there was: it is no median, average or share. */
const ofOneSale = (get: Known['get'], { n }: KnownFact): boolean => n === 1 && get('closedSales')?.value === 1;
