import fc from 'fast-check';
import type { NarrativeFacts } from '../../src/insights/facts.ts';
import { writeNarrative } from '../../src/insights/write-narrative.ts';
import { fullFacts } from './arbitrary-facts.ts';

/** A text and the facts that it was written from. */
export interface Example {
  readonly text: string;
  readonly facts: NarrativeFacts;
}

type Get = (key: string) => string;
type Moved = (key: string) => string;

/** Texts as a language model writes them: other words and another order than the built-in writer's. */
const MODEL_TEXTS: readonly ((area: string, period: string, get: Get, moved: Moved) => string)[] = [
  (area, period, get, moved) =>
    `The median sale price in ${area} was ${get('medianSalePrice')} ${period.replace('the', 'for the')}, ${moved('medianSalePrice')}. ` +
    `Closed sales numbered ${get('closedSales')}, ${moved('closedSales')}. ` +
    `On the supply side, ${get('activeListings')} active listings were available at a median asking price of ${get('medianListPrice')}. ` +
    `Another ${get('newListings')} new listings appeared in the period, and ${get('pendingListings')} homes are under contract and awaiting closing. ` +
    `The median for homes that sold was ${get('daysOnMarket')} on market. ` +
    `Sellers received an average of ${get('saleToList')} of their last asking price. ` +
    `Some context on price changes: ${get('priceCuts')} of active listings with a known original price have had a price cut. ` +
    `Sale prices came to a median of ${get('pricePerSqft')} per square foot. ` +
    'Rentals are left out of every figure.',
  (area, period, get, moved) =>
    `${area} closed ${get('closedSales')} sales during ${period}; the median sale price, ${get('medianSalePrice')}, was ${moved('medianSalePrice')}. ` +
    `Inventory came to ${get('activeListings')} active listings, which works out at ${get('monthsOfSupply')} of supply. ` +
    `Asking prices had a median of ${get('medianListPrice')}, while the median price of closed sales per square foot was ${get('pricePerSqft')}. ` +
    `Sales closed at an average of ${get('saleToList')} of the last list price, and ${get('soldAboveList')} of sales closed above it. ` +
    `Homes that sold had spent a median of ${get('daysOnMarket')} on the market. ` +
    `At the time of reading, ${get('pendingListings')} sales were pending, and ${get('newListings')} homes had come to market in the period. ` +
    'All figures describe residential sales and listings in the records of the listing service.',
];

/** A hundred texts of full markets, half of them by the built-in writer in both tones. */
export function hundredTexts(): Example[] {
  return fc.sample(fullFacts, { numRuns: 100, seed: 7 }).map((facts, i) => {
    const model = MODEL_TEXTS[i % 4];
    if (model === undefined) return { facts, text: writeNarrative(facts, i % 4 === 2 ? 'agent' : 'professional') };
    const fact = (key: string) => facts.facts.find((candidate) => candidate.key === key);
    const get: Get = (key) => fact(key)?.text ?? '';
    const moved: Moved = (key) => {
      const { change } = fact(key) ?? {};
      if (!change || change.sign === 0) return `unchanged from ${change?.against}`;
      return `${change.sign > 0 ? 'up' : 'down'} ${change.text} from ${change.against}`;
    };
    return { facts, text: model(facts.area, facts.period, get, moved) };
  });
}
