import type { NarrativeFacts } from '../facts.ts';
import type { MatchedSentence } from './figures.ts';
import { rangesIn } from './masked-text.ts';
import type { Problem } from './problem.ts';

/** A figure of a price range stands behind that range, and no range stands without a figure of it. */
export function checkRanges({ sentence, matches }: MatchedSentence, known: NarrativeFacts): Problem[] {
  const named = rangesIn(sentence.text, known);
  const ranged = matches.filter(({ fact }) => fact.range !== undefined);
  const astray = ranged.filter(({ token, fact }) => {
    const before = named.findLast(({ at }) => at < token.at) ?? named[0];
    return before?.range !== fact.range;
  });
  const bare = named.filter(({ range }) => !ranged.some(({ fact }) => fact.range === range));
  return [
    ...astray.map(({ token, fact }) => `"${token.raw}" is of the homes ${fact.range}: say so before it.`),
    ...bare.map(({ range }) => `"${range}" needs a figure of that price range.`),
  ].map((message) => ({ code: 'measure', message }));
}
