import type { NarrativeFacts } from '../facts.ts';
import { countWords, WORDS } from '../words.ts';
import { checkChosenHomes } from './chosen-homes.ts';
import { CLAIMS } from './claims.ts';
import { checkDirections } from './directions.ts';
import { FAIR_HOUSING } from './fair-housing.ts';
import { type Match, matchFigures } from './figures.ts';
import { checkForm } from './form.ts';
import { checkMarketWords } from './market-words.ts';
import { maskNames, splitSentences } from './masked-text.ts';
import { findDenied } from './phrases.ts';
import type { Problem, QuotedFigure, Verdict } from './problem.ts';
import { checkQuantities } from './quantities.ts';
import { checkRanges } from './ranges.ts';
import { checkAge, checkSpans } from './spans.ts';

/** Ten times what fits: reading on would only cost time. */
const LONGEST = 10_000;

/**
 * Whether a text may be published under these facts: each number is a fact's formatted text and spoken of as what was
 * measured, each movement has the sign of its change, and there is no cause, forecast, advice, word of the Fair
 * Housing list, markup or link. Does not guarantee that a text reads well, nor that it is true beyond its figures:
 * it refuses what it cannot trace, so some true sentences are refused as well. Pure.
 */
export function checkNarrative(text: string, facts: NarrativeFacts): Verdict {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST) return tooLong(trimmed);
  const masked = maskNames(trimmed, facts);
  const problems: Problem[] = checkForm(trimmed, masked);
  const figures: QuotedFigure[] = [];
  for (const sentence of splitSentences(masked)) {
    const matched = matchFigures(sentence, facts);
    figures.push(...matched.matches.map(quoted));
    problems.push(
      ...matched.problems,
      ...checkDirections(matched, facts),
      ...checkQuantities(matched, facts),
      ...checkSpans(matched, facts),
      ...checkAge(matched, facts),
      ...checkRanges(matched, facts),
      ...checkChosenHomes(matched, facts),
      ...checkMarketWords(sentence, facts),
    );
  }
  for (const list of [...CLAIMS, ...FAIR_HOUSING]) problems.push(...findDenied(masked, list));
  return { ok: problems.length === 0, words: countWords(trimmed), problems, figures };
}

function quoted({ token, fact, part, change }: Match): QuotedFigure {
  const { key, label, population, n } = fact;
  return { text: token.raw, key, label, part, ...(change ? { against: change.against } : {}), population, n };
}

function tooLong(text: string): Verdict {
  const message = `The text has ${text.length} characters; ${WORDS.max} words are the most.`;
  return { ok: false, words: countWords(text), problems: [{ code: 'length', message }], figures: [] };
}
