import { describe, expect, test } from 'vitest';
import { checkNarrative } from '../../../src/insights/check/check-narrative.ts';
import type { Fact, NarrativeFacts } from '../../../src/insights/facts.ts';
import { factsOf } from '../facts.ts';

const asking = { n: 156, population: 'active listings', smallSample: false };
const extra: Fact[] = [
  { ...asking, key: 'activeDaysOnMarket', label: 'Median days on market, for sale', value: 40, text: '40 days' },
  { ...asking, key: 'activeOver90Days', label: 'Listed over 90 days', value: 0.14, text: '14%' },
];
const facts: NarrativeFacts = { ...factsOf(), facts: [...factsOf().facts, ...extra] };

function problemsOf(sentence: string, known: NarrativeFacts = facts): string[] {
  const codes = checkNarrative(sentence, known).problems.map(({ code }) => code);
  return [...new Set(codes)].filter((code) => code !== 'length').sort();
}

describe('the days that a figure is of', () => {
  test.each([
    'In the last 30 days, 45 homes sold.',
    'At the pace of the last 90 days, there were 3.2 months of supply.',
    'At the pace of the last 90 days, the 156 homes for sale amount to 3.2 months of supply.',
  ])('%s', (sentence) => {
    expect(problemsOf(sentence)).toEqual([]);
  });

  test.each([
    ['In the last 90 days, 45 homes sold.', 'measure'],
    ['At the pace of the last 30 days, there were 3.2 months of supply.', 'measure'],
    ['In the last 90 days, homes sold.', 'measure'],
    ['In the last 60 days, 45 homes sold.', 'unit'],
  ])('are no other’s: %s', (sentence, code) => {
    expect(problemsOf(sentence)).toContain(code === 'unit' ? 'number' : code);
  });

  test('are said of none sold and of what is not known', () => {
    const none = factsOf({ closedSales: { value: 0, text: '0' } });
    expect(problemsOf('No home sold in Houston in the last 30 days.', none)).toEqual([]);
  });
});

describe('what has long been for sale', () => {
  test('is a share of it', () => {
    expect(problemsOf('Of the homes for sale, 14% had been on offer for more than 90 days.')).toEqual([]);
    expect(problemsOf('Of the homes for sale, 14% had been on offer.')).toContain('measure');
    expect(problemsOf('Of the homes for sale, 31% had been on offer for more than 90 days.')).not.toEqual([]);
    expect(problemsOf('Homes had been for sale for more than 90 days.')).toContain('number');
    expect(problemsOf('Of the homes for sale, 14% had been on offer for more than 60 days.')).not.toEqual([]);
  });

  test('has its own median', () => {
    expect(problemsOf('They had been on the market for a median of 40 days.')).toEqual([]);
    expect(problemsOf('The homes that sold had been listed for a median of 40 days.')).toContain('population');
  });
});

test('half of what sold is the median in plain words, and half of anything else is refused', () => {
  expect(problemsOf('Half of the homes that sold were under contract within 16 days.')).toEqual([]);
  expect(problemsOf('Half of the homes that sold were under contract within weeks.')).toContain('quantity');
  expect(problemsOf('Half of the homes that sold closed within $312,500.')).toContain('quantity');
  expect(problemsOf('Half of the homes for sale were under contract within 16 days.')).toContain('population');
  expect(
    problemsOf('Half of the homes that sold were under contract within 16 days, and half of sellers cut.'),
  ).toContain('quantity');
});
