import type { NarrativeFacts } from '../facts.ts';
import type { MatchedSentence } from './figures.ts';
import { namesAge, spansIn } from './masked-text.ts';
import type { Problem } from './problem.ts';

/** A figure of 30 days is none of the 90 days that a sentence names, and days that no figure was taken from say nothing. */
export function checkSpans({ sentence, matches }: MatchedSentence, known: NarrativeFacts): Problem[] {
  const named = new Set(spansIn(sentence.text, known));
  if (named.size === 0) return [];
  const foreign = matches.filter(({ part, fact }) => part === 'value' && fact.over && !named.has(fact.over));
  // "No home sold" and "is not known" quote no number.
  const unsaid = known.facts.filter(({ value }) => value === null || value === 0);
  const spoken = new Set([...matches.map(({ fact }) => fact), ...unsaid].map(({ over }) => over));
  return [
    ...foreign.map(({ token, fact }) => `"${token.raw}" is of ${fact.over}.`),
    ...[...named].filter((span) => !spoken.has(span)).map((span) => `"${span}" needs a figure of these days.`),
  ].map((message) => ({ code: 'measure', message }));
}

/** "More than 90 days" is said of the share of homes that have been for sale so long, and of nothing else. */
export function checkAge({ sentence, matches }: MatchedSentence, { facts }: NarrativeFacts): Problem[] {
  if (!namesAge(sentence.text)) return [];
  const quoted = matches.some(({ fact }) => fact.key === 'activeOver90Days');
  if (quoted || facts.some(({ key, value }) => key === 'activeOver90Days' && value === 0)) return [];
  return [{ code: 'number', message: '"more than 90 days" needs the share of homes for sale that it is said of.' }];
}
