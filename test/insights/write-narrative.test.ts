import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkNarrative } from '../../src/insights/check/check-narrative.ts';
import type { Fact, Tone } from '../../src/insights/facts.ts';
import { writeNarrative } from '../../src/insights/write-narrative.ts';
import { arbitraryFacts } from './arbitrary-facts.ts';
import { FACT_KEYS, factsOf, fell, rose, stood } from './facts.ts';

const unknown = (...keys: string[]) =>
  Object.fromEntries(keys.map((key) => [key, { value: null, text: '–' }])) as Record<string, { value: null }>;
const of = (value: number, text: string): Partial<Fact> => ({ value, text });
const months = (value: number) => ({ monthsOfSupply: of(value, `${value} months`) });

test('reads as a whole when everything is known', () => {
  expect(writeNarrative(factsOf({ medianSalePrice: rose('4.2%') }))).toBe(
    'In Houston, 45 sales closed during the 30 days from May 2 to May 31, 2025, at a median price of $312,500. ' +
      'At $312,500, the median sale price was 4.2% higher than in the previous 30 days. ' +
      'By the median, homes that sold found a buyer after 16 days. ' +
      'Homes sold for an average of 98.6% of the last asking price, and 22% of sales went above it. ' +
      'When the listings were read, 156 homes were for sale, asking a median of $349,900. ' +
      'At the recent pace of sales, the homes for sale amount to 3.2 months of supply, which the usual rule of thumb calls a seller’s market. ' +
      'At present, 61 of the period’s new listings are active, pending or sold; 38 sales are pending. ' +
      'Of the active listings with a known original price, 31% have been reduced.',
  );
});

test('any report, in either tone: passes the check, and is the same when written again', () => {
  fc.assert(
    fc.property(arbitraryFacts, fc.constantFrom<Tone>('agent', 'professional'), (facts, tone) => {
      const text = writeNarrative(facts, tone);
      expect(checkNarrative(text, facts)).toMatchObject({ problems: [] });
      expect(text).not.toMatch(/–|null|undefined|NaN|\{|\}/);
      expect(writeNarrative(structuredClone(facts), tone)).toBe(text);
    }),
    { numRuns: 500 },
  );
});

describe('the state of the market', () => {
  test('decides what is said of it', () => {
    expect(writeNarrative(factsOf(months(3.9)))).toContain('seller’s market');
    expect(writeNarrative(factsOf(months(4)))).toContain('balanced');
    expect(writeNarrative(factsOf(months(6)))).toContain('balanced');
    expect(writeNarrative(factsOf(months(6.1)))).toContain('buyer’s market');
  });

  test('decides what comes first', () => {
    const order = (text: string) => ['98.6%', '156', '31%'].map((figure) => text.indexOf(figure));
    const sorted = (positions: number[]) => positions.toSorted((a, b) => a - b);
    const hot = order(writeNarrative(factsOf(months(2))));
    expect(hot).toEqual(sorted(hot));
    const [ratio = 0, stock = 0, cuts = 0] = order(writeNarrative(factsOf(months(9))));
    expect([stock, cuts, ratio]).toEqual(sorted([stock, cuts, ratio]));
  });

  test('is not named where few sales closed, and the sample is called small', () => {
    const few = { medianSalePrice: { smallSample: true }, monthsOfSupply: { smallSample: true } };
    const text = writeNarrative(factsOf({ ...few, closedSales: of(4, '4') }));
    expect(text).toMatch(/small sample/i);
    expect(text).not.toMatch(/seller’s|buyer’s|balanced/);
    expect(writeNarrative(factsOf())).not.toMatch(/small sample/i);
  });

  test('an empty one says that nothing closed and nothing is for sale', () => {
    const nothing = { closedSales: of(0, '0'), activeListings: of(0, '0'), monthsOfSupply: of(0, '0.0 months') };
    const text = writeNarrative(factsOf({ ...nothing, ...unknown('medianSalePrice', 'medianListPrice') }));
    expect(text).toMatch(/^No sale closed in Houston during .*\. No home was for sale when the listings were read\./);
    expect(text).not.toContain('on offer');
  });

  test('one with homes for sale and no sale speaks of what is on offer', () => {
    const text = writeNarrative(factsOf({ closedSales: of(0, '0'), ...unknown('medianSalePrice') }));
    expect(text).toContain('No sale closed in Houston');
    expect(text).toContain('so this report describes what is on offer');
  });
});

describe('movements', () => {
  test('are worded by their sign', () => {
    expect(writeNarrative(factsOf({ medianSalePrice: fell('4.2%') }))).toContain(
      '4.2% lower than in the previous 30 days',
    );
    expect(writeNarrative(factsOf({ medianSalePrice: stood() }))).toContain('unchanged from the previous 30 days');
    expect(writeNarrative(factsOf({ medianSalePrice: rose('+4.2%') }))).toContain('was 4.2% higher');
    expect(writeNarrative(factsOf())).not.toMatch(/higher|lower|unchanged/);
  });

  test('of a price that is not known are not asserted', () => {
    const text = writeNarrative(factsOf({ medianSalePrice: { value: null, text: '–', ...rose('4.2%') } }));
    expect(text).not.toContain('4.2%');
  });
});

test('homes that sold on their first day are said to have, not "after 0 days"', () => {
  const text = writeNarrative(factsOf({ daysOnMarket: of(0, '0 days') }));
  expect(text).toContain('found a buyer on their first day on the market');
  expect(text).not.toContain('0 days on market');
});

test('shares that round to nothing are left out, and none at all is said in words', () => {
  const rounded = writeNarrative(factsOf({ soldAboveList: of(0.004, '0%'), priceCuts: of(0.004, '0%') }));
  expect(rounded).not.toMatch(/\b0%|reduced/);
  expect(writeNarrative(factsOf({ priceCuts: of(0, '0%') }))).toContain('None of the active listings');
});

test('one home is not "1 homes"', () => {
  const one = of(1, '1');
  const text = writeNarrative(
    factsOf({ closedSales: one, activeListings: one, newListings: one, pendingListings: one }),
  );
  expect(text).toContain('1 sale closed');
  expect(text).toContain('1 home was for sale');
  expect(text).toContain('1 of the period’s new listings is active, pending or sold; 1 sale is pending');
});

test.each<Tone>(['agent', 'professional'])('one sale is told as one, with no median or average (%s)', (tone) => {
  const figures = ['medianSalePrice', 'daysOnMarket', 'saleToList', 'soldAboveList', 'pricePerSqft'];
  const one = Object.fromEntries(figures.map((key) => [key, { n: 1, smallSample: true }]));
  const facts = factsOf({ ...one, closedSales: of(1, '1') });
  const text = writeNarrative(facts, tone);
  expect(checkNarrative(text, facts)).toMatchObject({ problems: [] });
  const ofSales = text.split(/(?<=\.) /).filter((sentence) => !/listings|for sale/.test(sentence));
  expect(ofSales.join(' ')).not.toMatch(/median|average|% of sales/i);
  expect(text).toMatch(/1 sale closed .*, at \$312,500\. That says little about the market as a whole\./);
  expect(text).toContain('The home sold for 98.6% of its last asking price.');
  expect(text).toContain('The home that sold went under contract after 16 days on the market.');
  const atOnce = factsOf({ closedSales: of(1, '1'), daysOnMarket: { ...of(0, '0 days'), n: 1 } });
  expect(writeNarrative(atOnce, tone)).toContain('went under contract on its first day on the market.');
});

test('says nothing of figures that are not known', () => {
  const text = writeNarrative(factsOf(unknown(...FACT_KEYS)));
  expect(text).toMatch(/^The number of sales in Houston .* is not known\./);
  expect(text.replace('the 30 days from May 2 to May 31, 2025', '')).not.toMatch(/\d/);
});

test('a report of one day says "on", not "during"', () => {
  expect(writeNarrative({ ...factsOf(), period: 'May 31, 2025' })).toMatch(/\bon May 31, 2025/i);
});

test('wordings differ from area to area and between the tones', () => {
  const areas = ['Houston', 'Katy', 'Oak Park', 'Dallas', 'Austin', 'Plano', 'Irving', 'Waco'];
  const shape = (area: string, tone: Tone) => writeNarrative(factsOf({}, area), tone).replaceAll(area, 'X');
  expect(new Set(areas.map((area) => shape(area, 'agent'))).size).toBeGreaterThan(4);
  for (const area of areas) expect(shape(area, 'agent')).not.toBe(shape(area, 'professional'));
});
