import type { NarrativeFacts, Tone } from './facts.ts';
import type { MarketState } from './market-state.ts';
import { countWords, WORDS } from './words.ts';
import * as bands from './write/bands.ts';
import { knownOf, type SentenceWriter } from './write/known.ts';
import { readingGuide } from './write/reading-guide.ts';
import * as sales from './write/sales.ts';
import * as stock from './write/stock.ts';
import * as supply from './write/supply.ts';

/** In the order of reading: what matters most in such a market comes first. */
const ORDER: Readonly<Record<MarketState, readonly SentenceWriter[]>> = {
  hot: [sales.pace, sales.negotiation, supply.inventory, supply.supply, supply.flow, supply.reductions],
  balanced: [supply.inventory, supply.supply, sales.pace, sales.negotiation, supply.flow, supply.reductions],
  slow: [supply.inventory, supply.supply, supply.reductions, sales.pace, sales.negotiation, supply.flow],
  thin: [supply.inventory, supply.supply, supply.flow, sales.pace, sales.negotiation, supply.reductions],
  empty: [supply.inventory, supply.flow],
};
const FIRST: readonly SentenceWriter[] = [sales.opening, sales.caution, bands.mostSold, bands.supplies];
const LAST: readonly SentenceWriter[] = [sales.salesMovement, supply.supplyMovement, sales.perSquareFoot];

/** Of a report that begins with what is for sale, in any market. */
const OF_STOCK: readonly SentenceWriter[] = [
  stock.stock,
  stock.age,
  stock.oldStock,
  supply.supply,
  supply.reductions,
  supply.askingPrice,
  sales.sales,
  sales.pace,
  sales.negotiation,
  supply.flow,
  supply.supplyMovement,
];

/** What a reader would miss: it has its place before the others are fitted in around it. */
const NEEDED: ReadonlySet<SentenceWriter> = new Set([...FIRST, supply.inventory, supply.supply]);

/**
 * The built-in writer: 90–140 words from the figures alone, for any state of the market, with a fact that is not known
 * left unsaid. It knows no cause, forecast or advice. Pure: the same facts give the same text.
 */
export function writeNarrative(facts: NarrativeFacts, tone: Tone = 'agent'): string {
  const known = knownOf(facts, tone);
  const order = orderOf(facts, known.state);
  const sentences = new Map<SentenceWriter, string>();
  let words = 0;
  const place = (write: SentenceWriter) => {
    const sentence = write(known);
    if (sentence === null || words + countWords(sentence) > WORDS.max) return;
    words += countWords(sentence);
    sentences.set(write, sentence);
  };
  for (const write of order) if (NEEDED.has(write)) place(write);
  for (const write of order) if (!NEEDED.has(write)) place(write);
  const guides = readingGuide
    .filter(({ fits }) => fits(known))
    .map(
      ({ text }): SentenceWriter =>
        () =>
          text,
    );
  for (const guide of guides) if (words < WORDS.min) place(guide);
  return [...order, ...guides].flatMap((write) => sentences.get(write) ?? []).join(' ');
}

/** A report's first figure is what it is about. */
function orderOf({ facts: [first] }: NarrativeFacts, state: MarketState): readonly SentenceWriter[] {
  if (first?.key === 'activeListings') return OF_STOCK;
  return [...FIRST, ...ORDER[state], ...LAST];
}
