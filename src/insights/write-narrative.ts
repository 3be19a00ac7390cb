import type { Fact, NarrativeFacts } from './facts.ts';
import { readingGuide, sentences } from './sentences.ts';

/** What a reader takes in at one glance, and what the language model is asked for as well. */
const WORDS = { min: 90, max: 140 };

/**
 * The built-in writer: 90–140 words from the figures alone, for any state of the market, with a fact that is not known
 * left unsaid. It knows no cause, forecast or advice. Pure: the same facts give the same text.
 */
export function writeNarrative(facts: NarrativeFacts): string {
  const known = new Map<string, Fact & { value: number }>();
  for (const fact of facts.facts) if (fact.value !== null) known.set(fact.key, { ...fact, value: fact.value });
  const text: string[] = [];
  let words = 0;
  const add = (sentence: string | null) => {
    if (sentence === null || words + countWords(sentence) > WORDS.max) return;
    words += countWords(sentence);
    text.push(sentence);
  };
  for (const write of sentences) add(write({ ...facts, get: (key) => known.get(key) ?? null }));
  for (const guide of readingGuide) if (words < WORDS.min) add(guide);
  return text.join(' ');
}

export const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length;
