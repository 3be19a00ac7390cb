import { capitalised, isNought, type Known, type KnownFact, ofOneHome, type SentenceWriter } from './known.ts';
import { aside, COUNT, LEVEL, MONEY, movement, TIME } from './movement.ts';

/** What sold, at which price; and where nothing did, what the report can speak of instead. */
export const opening: SentenceWriter = (known) => {
  const { area, get, homes, state, when } = known;
  const closed = get('closedSales');
  if (closed === null) return `The number of ${homes.many} sold in ${area} ${when} is not known.`;
  if (closed.value === 0) {
    const rest = state === 'empty' ? '' : ', so this report describes what is on offer';
    return `${capitalised(homes.none)} sold in ${area} ${when}${rest}.`;
  }
  const price = get('medianSalePrice');
  const sold = `In ${area}, ${homes.count(closed)} sold ${when}`;
  if (price === null) return `${sold}.`;
  if (ofOneSale(get, price)) return `${sold}, for ${price.text}.`;
  return known.tone === 'agent' ? forAgents(known, closed, price) : forProfessionals(known, closed, price);
};

function forAgents({ area, homes, pick, when }: Known, closed: KnownFact, price: KnownFact): string {
  const sold = homes.count(closed);
  const median = `a median price of ${price.text}${aside(price, MONEY)}`;
  return pick('opening', [
    `In ${area}, ${sold} sold ${when}, at ${median}.`,
    `${capitalised(when)}, ${sold} sold in ${area}, at ${median}.`,
    `${capitalised(when)}, ${sold} changed hands in ${area}, at ${median}.`,
  ]);
}

function forProfessionals({ area, homes, pick, when }: Known, closed: KnownFact, price: KnownFact): string {
  const of = homes.chosen ? ` of ${homes.many}` : '';
  const sales = `${closed.text} closed ${closed.value === 1 ? 'sale' : 'sales'}${of}`;
  const median = `a median sale price of ${price.text}${aside(price, MONEY)}`;
  return pick('opening', [
    `${area} recorded ${sales} ${when}, with ${median}.`,
    `Closed sales${of} in ${area} came to ${closed.text} ${when}, at ${median}.`,
  ]);
}

/** How far to trust a median of so few. */
export const caution: SentenceWriter = ({ get, homes, pick }) => {
  const [closed, price] = [get('closedSales'), get('medianSalePrice')];
  if (closed === null || closed.value === 0 || !price?.smallSample) return null;
  if (ofOneSale(get, price)) return 'That says little about the market as a whole.';
  if (price.n !== closed.value) return 'So small a number of sales lets the median move from report to report.';
  const sales = `${closed.text} ${homes.chosen ? 'such sales' : 'sales'}`;
  if (closed.value >= 10) return `With ${sales}, the median can move noticeably from report to report.`;
  return pick('caution', [
    `With only ${sales}, the median can move much from report to report.`,
    `A median of only ${sales} can move much from report to report.`,
  ]);
};

/** The sales of a report that does not begin with them. */
export const sales: SentenceWriter = ({ get, homes, when }) => {
  const closed = get('closedSales');
  if (closed === null) return null;
  if (closed.value === 0) return `${capitalised(when)}, ${homes.noneAgain} sold.`;
  return `${capitalised(when)}, ${homes.countAgain(closed)} sold${aside(closed, COUNT)}.`;
};

export const salesMovement: SentenceWriter = ({ get, homes }) => {
  const closed = get('closedSales');
  const moved = closed && movement(closed, LEVEL);
  if (closed === null || moved === null || closed.value === 0) return null;
  return `The number of ${homes.chosen ? 'these sales' : 'sales'}, ${closed.text}, was ${moved}.`;
};

export const pace: SentenceWriter = ({ get, pick, tone }) => {
  const days = get('daysOnMarket');
  if (days === null) return null;
  if (ofOneSale(get, days)) {
    if (days.value === 0) return 'The home that sold found a buyer on its first day on the market.';
    return `The home that sold had been on the market for ${days.text}.`;
  }
  if (days.value === 0) return 'The median home that sold found a buyer on its first day on the market.';
  if (tone === 'professional') {
    return `Median days on market for closed sales came to ${days.text}${aside(days, TIME)}.`;
  }
  const moved = movement(days, TIME);
  return pick('pace', [
    `Half of the homes that sold were under contract within ${days.text}${moved === null ? '' : `; that median was ${moved}`}.`,
    `The homes that sold had been on the market for a median of ${days.text}${aside(days, TIME)}.`,
  ]);
};

export const negotiation: SentenceWriter = ({ get, pick, tone }) => {
  const ratio = get('saleToList');
  if (ratio === null) return null;
  if (ofOneSale(get, ratio)) {
    return `${get('daysOnMarket') === null ? 'The home' : 'It'} sold for ${ratio.text} of its last asking price.`;
  }
  const above = get('soldAboveList');
  const tail = above === null || isNought(above) ? '' : `, and ${above.text} of sales went above it`;
  if (tone === 'professional') return `Sale prices averaged ${ratio.text} of the last asking price${tail}.`;
  return pick('negotiation', [
    `On average, sellers received ${ratio.text} of their last asking price${tail}.`,
    `Sale prices came to an average of ${ratio.text} of the last asking price${tail}.`,
  ]);
};

export const perSquareFoot: SentenceWriter = ({ get }) => {
  const price = get('pricePerSqft');
  if (price === null) return null;
  if (ofOneSale(get, price)) return `The sale worked out at ${price.text} per square foot.`;
  const was = `median price per square foot of the homes that sold was ${price.text}${aside(price, MONEY)}`;
  return turnedFrom(get('medianSalePrice'), price) ? `Unlike the median sale price, the ${was}.` : `The ${was}.`;
};

/** Against the same window, one rose and the other fell: other homes sold than then. */
const turnedFrom = (price: KnownFact | null, { change }: KnownFact): boolean =>
  price?.change?.against === change?.against && (price?.change?.sign ?? 0) * (change?.sign ?? 0) < 0;

/** True of what was measured on the only sale there was. */
const ofOneSale = (get: Known['get'], fact: KnownFact): boolean => ofOneHome(get('closedSales'), fact);
