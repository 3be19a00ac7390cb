import { expect, test } from 'vitest';
import { checkNarrative } from '../../../src/insights/check/check-narrative.ts';
import type { Fact } from '../../../src/insights/facts.ts';
import { factsOf } from '../facts.ts';

const both = { n: 45, population: 'active listings and closed sales', smallSample: false };
const bands: Fact[] = [
  {
    ...both,
    key: 'bandMostSold',
    label: 'Most sold',
    value: 20,
    text: '20',
    population: 'closed sales',
    range: 'from $300K to $400K',
  },
  { ...both, key: 'bandShortestSupply', label: 'Shortest', value: 2, text: '2.0 months', range: 'from $300K to $400K' },
  { ...both, key: 'bandLongestSupply', label: 'Longest', value: 9, text: '9.0 months', range: 'at $600K or more' },
];
const facts = { ...factsOf(), facts: [...factsOf().facts, ...bands] };
const problemsOf = (sentence: string) =>
  checkNarrative(sentence, facts).problems.flatMap(({ code }) => (code === 'length' ? [] : [code]));

test.each([
  'Sales were most frequent from $300K to $400K, where 20 homes sold.',
  'Supply was shortest from $300K to $400K, with 2.0 months, and longest at $600K or more, with 9.0 months.',
])('a figure of a price range stands behind it: %s', (sentence) => {
  expect(problemsOf(sentence)).toEqual([]);
});

test.each([
  'Sales were most frequent at $600K or more, where 20 homes sold.',
  'Sales came from $300K to $400K, where 20 homes sold.',
  'Supply was shortest at $600K or more, with 2.0 months, and longest from $300K to $400K, with 9.0 months.',
  'Supply was longest from $300K to $400K, with 2.0 months.',
  'Supply was shortest from $300K to $500K, with 2.0 months.',
  'Homes sold from $300K to $400K.',
  'In Houston, 45 homes sold from $300K to $400K.',
])('or is refused: %s', (sentence) => {
  expect(problemsOf(sentence)).not.toEqual([]);
});
