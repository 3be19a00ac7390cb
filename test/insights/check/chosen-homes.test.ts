import { describe, expect, test } from 'vitest';
import { checkNarrative } from '../../../src/insights/check/check-narrative.ts';
import type { ChosenHomes, NarrativeFacts } from '../../../src/insights/facts.ts';
import { factsOf } from '../facts.ts';

const of = (homes: ChosenHomes): NarrativeFacts => ({ ...factsOf(), homes });
const luxury = of({ one: 'luxury home', many: 'luxury homes' });

function problemsOf(sentence: string, facts: NarrativeFacts = luxury): string[] {
  const codes = checkNarrative(sentence, facts).problems.map(({ code }) => code);
  return [...new Set(codes)].filter((code) => code !== 'length').sort();
}

describe('a report about some homes of its area', () => {
  test.each([
    'In Houston, 45 luxury homes sold, at a median price of $312,500.',
    'Luxury homes for sale numbered 156.',
    'At present, 38 of these homes are under contract.',
    'There were 61 such homes newly listed.',
    'The median price per square foot of the homes that sold was $187.',
  ])('counts them by name: %s', (sentence) => {
    expect(problemsOf(sentence)).toEqual([]);
  });

  test.each([
    'In Houston, 45 sales closed.',
    'When the listings were read, 156 homes were for sale.',
    '38 homes are pending.',
  ])('and never as all homes: %s', (sentence) => {
    expect(problemsOf(sentence)).toContain('population');
    expect(problemsOf(sentence, factsOf())).not.toContain('population');
  });

  test('words that are denied elsewhere may name its homes, and nothing else', () => {
    const bedrooms = of({ one: 'house with three bedrooms or more', many: 'houses with three bedrooms or more' });
    expect(problemsOf('In Houston, 45 houses with three bedrooms or more sold.', bedrooms)).toEqual([]);
    expect(problemsOf('In Houston, three of 45 houses with three bedrooms or more sold.', bedrooms)).toContain(
      'quantity',
    );
    expect(problemsOf('In Houston, 45 luxury homes sold.', factsOf())).toContain('unsupported');
    expect(problemsOf('In Houston, 45 luxury homes sold to families.')).toContain('fair_housing');
    expect(problemsOf('These are homes for luxury living, and 45 luxury homes sold.')).toContain('unsupported');
  });
});
