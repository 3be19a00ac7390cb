import { describe, expect, test } from 'vitest';
import { checkNarrative } from '../../../src/insights/check/check-narrative.ts';
import type { NarrativeFacts } from '../../../src/insights/facts.ts';
import { BASELINE, factsOf, fell, rose, stood, YEAR_AGO } from '../facts.ts';

const facts = factsOf({ medianSalePrice: rose('4.2%'), activeListings: fell('8.0%'), daysOnMarket: stood() });

/** The problems that one sentence has by itself; the length is another test's. */
function problemsOf(sentence: string, known: NarrativeFacts = facts): string[] {
  const codes = checkNarrative(sentence, known).problems.map(({ code }) => code);
  return [...new Set(codes)].filter((code) => code !== 'length').sort();
}

describe('movements', () => {
  test.each([
    'The median sale price fell 4.2% from the previous 30 days to $312,500.',
    'The median sale price, $312,500, was 4.2% lower than in the previous 30 days.',
    'At $312,500, the median sale price was down -4.2% from the previous 30 days.',
    'At $312,500, the median sale price came to -4.2% from the previous 30 days.',
    'The median sale price fell to $312,500 from the previous 30 days.',
    'The median sale price was unchanged at $312,500 from the previous 30 days.',
    'Active listings rose 8.0% from the previous 30 days to 156.',
    'Closed sales rose to 45 from the previous 30 days.',
    'Prices rose.',
    'Inventory fell from the previous 30 days.',
    'The median sale price rose 4.2% to $312,500.',
    'The median sale price rose to $312,500.',
    'The median sale price, $312,500, saw 4.2% in the previous 30 days.',
    'The median sale price surged 4.2% from the previous 30 days to $312,500.',
    'Homes sold faster.',
    'More homes sold.',
    'The median days on market for closed sales, 16 days, rose from the previous 30 days.',
  ])('%s', (sentence) => {
    expect(problemsOf(sentence)).toContain('direction');
  });

  test.each([
    ...['fell', 'sank', 'retreated', 'contracted', 'collapsed', 'narrowed', 'ticked downward', 'eroded', 'shed value'],
    ...['shrank', 'crumbled', 'wobbled', 'moved', 'ran at a record'],
  ])('a rise that "%s" is refused', (moved) => {
    const sentence = `The median sale price ${moved} to $312,500 from the previous 30 days.`;
    expect(problemsOf(sentence)).toContain('direction');
  });

  test.each([
    ...['advanced', 'swelled', 'expanded', 'ticked upward', 'widened', 'lifted', 'was raised', 'rose'],
    ...['changed', 'wandered'],
  ])('a fall that "%s" is refused', (moved) => {
    expect(problemsOf(`Active listings ${moved} to 156 from the previous 30 days.`)).toContain('direction');
  });

  test.each(['advanced', 'retreated', 'sank', 'swelled', 'ticked upward', 'collapsed', 'raised', 'eroded'])(
    'what "%s" without a baseline is refused',
    (moved) => {
      expect(problemsOf(`The median sale price ${moved} to $312,500.`)).toContain('direction');
    },
  );

  test.each([
    'The median sale price advanced 4.2% from the previous 30 days to $312,500.',
    'From the previous 30 days, the median sale price was lifted 4.2% to $312,500.',
    'Active listings retreated 8.0% from the previous 30 days to 156.',
    'Active listings, 156, were down 8.0% compared with the previous 30 days.',
    'Active listings contracted 8.0% from the previous 30 days to 156, while the median sale price of closed sales rose 4.2% from the previous 30 days to $312,500.',
  ])('passes: %s', (sentence) => {
    expect(problemsOf(sentence)).not.toContain('direction');
  });

  test.each([
    'Closed sales came to record prices of $312,500 by the median.',
    'The median sale price rose 4.2% from the previous 30 days to $312,500, and closed sales, 45, bloomed from the previous 30 days.',
  ])('refused: %s', (sentence) => {
    expect(problemsOf(sentence)).toContain('direction');
  });

  test('a change is quoted beside its own figure only', () => {
    expect(problemsOf('Active listings rose 4.2% from the previous 30 days to 156.')).toContain('measure');
    expect(problemsOf('Prices rose 4.2% from the previous 30 days.')).toContain('measure');
  });

  test('other comparisons with earlier times have no fact', () => {
    expect(problemsOf('Homes sold as they did last year.')).toContain('unsupported');
  });
});

describe('two windows that disagree', () => {
  const moved = {
    change: { text: '7.6%', sign: -1, against: YEAR_AGO },
    contrary: { text: '28.2%', sign: 1, against: BASELINE },
  } as const;
  const both = factsOf({ medianSalePrice: moved });
  const price = 'In Houston, homes sold at a median price of $312,500';

  test.each([
    `${price}, 7.6% less than in ${YEAR_AGO}, but 28.2% more than in ${BASELINE}.`,
    `${price}, up 28.2% from ${BASELINE}, but down 7.6% from ${YEAR_AGO}.`,
  ])('are told together: %s', (sentence) => {
    expect(problemsOf(sentence, both)).toEqual([]);
  });

  test.each([
    `${price}, 28.2% more than in ${BASELINE}.`,
    `${price}, 7.6% less than in ${YEAR_AGO}.`,
    `${price}, 7.6% less than in ${BASELINE}, but 28.2% more than in ${YEAR_AGO}.`,
    `${price}, 7.6% more than in ${YEAR_AGO}, but 28.2% less than in ${BASELINE}.`,
    `${price}, 7.6% less than in ${YEAR_AGO}, but unchanged from ${BASELINE}.`,
  ])('and not by halves, nor exchanged: %s', (sentence) => {
    expect(problemsOf(sentence, both)).toContain('direction');
  });

  test('one of which stood still', () => {
    const still = factsOf({ medianSalePrice: { ...moved, contrary: { text: '0.0%', sign: 0, against: BASELINE } } });
    expect(problemsOf(`${price}, 7.6% less than in ${YEAR_AGO} and unchanged from ${BASELINE}.`, still)).toEqual([]);
    expect(problemsOf(`${price}, unchanged from ${YEAR_AGO} and 7.6% less than in ${BASELINE}.`, still)).not.toEqual(
      [],
    );
  });
});
