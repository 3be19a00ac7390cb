import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countWords, writeNarrative } from '../../src/insights/write-narrative.ts';
import { FACT_KEYS, factsOf } from './facts.ts';

const unknown = (...keys: string[]) =>
  Object.fromEntries(keys.map((key) => [key, { value: null, text: '–' }])) as Record<string, { value: null }>;

test('reads as a whole when everything is known', () => {
  expect(writeNarrative(factsOf())).toBe(
    'In Houston, 45 sales closed during the 30 days from May 2 to May 31, 2025, at a median price of $312,500. ' +
      '156 homes were for sale when the listings were read, at a median asking price of $349,900. ' +
      'At the recent pace of sales that is 3.2 months of supply, a level commonly read as a seller’s market. ' +
      'Half of the homes that sold went under contract within 16 days on the market. ' +
      'On average, sellers received 98.6% of their last asking price, and 22% of sales went above it. ' +
      '61 homes came to market during the period and 38 sales are pending. ' +
      'Of the active listings with a known original price, 31% have been reduced at least once. ' +
      'The median sale worked out at $187 per square foot.',
  );
});

test('says another thing of another market', () => {
  const of = (months: number) =>
    writeNarrative(factsOf({ monthsOfSupply: { value: months, text: `${months} months` } }));
  expect(of(3.9)).toContain('seller’s market');
  expect(of(4)).toContain('balanced');
  expect(of(6)).toContain('balanced');
  expect(of(6.1)).toContain('buyer’s market');
  const still = writeNarrative(factsOf({ closedSales: { value: 0, text: '0' }, ...unknown('medianSalePrice') }));
  expect(still).toContain('No sale closed in Houston');
});

test('homes that sold on their first day are said to have, not "within 0 days"', () => {
  const text = writeNarrative(factsOf({ daysOnMarket: { value: 0, text: '0 days' } }));
  expect(text).toContain('found a buyer on their first day on the market');
  expect(text).not.toContain('0 days on the market');
});

test('a small sample is called one', () => {
  expect(writeNarrative(factsOf({ medianSalePrice: { smallSample: true } }))).toContain('small sample');
  expect(writeNarrative(factsOf())).not.toContain('small sample');
});

test('one home is not "1 homes"', () => {
  const one = { value: 1, text: '1' };
  const text = writeNarrative(
    factsOf({ closedSales: one, activeListings: one, newListings: one, pendingListings: one }),
  );
  expect(text).toContain('1 sale closed');
  expect(text).toContain('1 home was for sale');
  expect(text).toContain('1 home came to market during the period and 1 sale is pending');
});

test('with nothing known it still reads and asserts no figure', () => {
  const text = writeNarrative(factsOf(unknown(...FACT_KEYS)));
  expect(text).toMatch(/^The number of sales in Houston .* is not known\./);
  expect(text.replace('the 30 days from May 2 to May 31, 2025', '')).not.toMatch(/\d/);
});

test('any mix of known, unknown and zero: 90 to 140 words, and every number is a fact of this report', () => {
  const state = fc.constantFrom('known', 'unknown', 'zero', 'one');
  const change = {
    known: {},
    unknown: { value: null, text: '–' },
    zero: { value: 0, text: '0' },
    one: { value: 1, text: '1' },
  };
  const area = fc.constantFrom('Houston', 'Oak Ridge, The Woodlands, 77002 and 12 more areas');
  fc.assert(
    fc.property(fc.array(state, { minLength: 12, maxLength: 12 }), fc.boolean(), area, (states, smallSample, name) => {
      const changes = FACT_KEYS.map((key, i) => [key, { ...change[states[i] ?? 'known'], smallSample }]);
      const facts = factsOf(Object.fromEntries(changes), name);
      const text = writeNarrative(facts);
      expect(countWords(text)).toBeGreaterThanOrEqual(90);
      expect(countWords(text)).toBeLessThanOrEqual(140);
      expect(text).not.toMatch(/–|null|undefined|NaN/);
      const allowed = [
        name,
        facts.period,
        ...facts.facts.filter(({ value }) => value !== null).map(({ text }) => text),
      ];
      const numbers = text.match(/\d[\d,.]*\d|\d/g) ?? [];
      const known = allowed.flatMap((source) => source.match(/\d[\d,.]*\d|\d/g) ?? []);
      for (const number of numbers) expect(known).toContain(number);
    }),
    { numRuns: 1_000 },
  );
});
