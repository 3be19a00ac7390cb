import type { NarrativeFacts } from '../facts.ts';
import type { MatchedSentence } from './figures.ts';
import { namesChosen } from './masked-text.ts';
import type { Problem } from './problem.ts';

const COUNTS = new Set(['closedSales', 'activeListings', 'newListings', 'pendingListings']);
/** What points at homes that were named before. */
const POINTS = /\b(?:these|those|them|they|such|it)\b/i;

/** Where a report is about some homes alone, "60 homes were for sale" would count others' too. */
export function checkChosenHomes({ sentence, matches }: MatchedSentence, { homes }: NarrativeFacts): Problem[] {
  if (homes === undefined || namesChosen(sentence.text) || POINTS.test(sentence.text)) return [];
  const counted = matches.filter(({ part, fact }) => part === 'value' && COUNTS.has(fact.key));
  return counted.map(({ token }) => ({
    code: 'population',
    message: `"${token.raw}" counts ${homes.many} alone: call them so.`,
  }));
}
