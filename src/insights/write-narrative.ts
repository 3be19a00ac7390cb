import type { NarrativeFacts, Tone } from './facts.ts';
import type { MarketState } from './market-state.ts';
import { countWords, WORDS } from './words.ts';
import { knownOf, type SentenceWriter } from './write/known.ts';
import { readingGuide } from './write/reading-guide.ts';
import * as sales from './write/sales.ts';
import * as supply from './write/supply.ts';

/** In the order of reading: what matters most in such a market comes first, since the last may not fit. */
const ORDER: Readonly<Record<MarketState, readonly SentenceWriter[]>> = {
  hot: [sales.pace, sales.negotiation, supply.inventory, supply.supply, supply.flow, supply.reductions],
  balanced: [supply.inventory, supply.supply, sales.pace, sales.negotiation, supply.flow, supply.reductions],
  slow: [supply.inventory, supply.supply, supply.reductions, sales.pace, sales.negotiation, supply.flow],
  thin: [supply.inventory, supply.flow, sales.pace, sales.negotiation, supply.reductions, supply.supply],
  empty: [supply.inventory, supply.flow],
};
const MOVEMENTS: readonly SentenceWriter[] = [
  sales.priceMovement,
  sales.salesMovement,
  supply.inventoryMovement,
  sales.paceMovement,
  supply.supplyMovement,
];

/**
 * The built-in writer: 90–140 words from the figures alone, for any state of the market, with a fact that is not known
 * left unsaid. It knows no cause, forecast or advice. Pure: the same facts give the same text.
 */
export function writeNarrative(facts: NarrativeFacts, tone: Tone = 'agent'): string {
  const known = knownOf(facts, tone);
  const text: string[] = [];
  let words = 0;
  const add = (sentence: string | null) => {
    if (sentence === null || words + countWords(sentence) > WORDS.max) return;
    words += countWords(sentence);
    text.push(sentence);
  };
  const [price, ...otherMovements] = MOVEMENTS;
  const opening = [sales.opening, sales.caution, ...(price ? [price] : [])];
  for (const write of [...opening, ...ORDER[known.state], ...otherMovements, sales.perSquareFoot]) add(write(known));
  for (const guide of readingGuide) if (words < WORDS.min) add(guide);
  return text.join(' ');
}
