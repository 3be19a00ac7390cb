import { expect, test } from 'vitest';
import { CLAIMS } from '../../../src/insights/check/claims.ts';
import { FAIR_HOUSING } from '../../../src/insights/check/fair-housing.ts';
import { findDenied, listed } from '../../../src/insights/check/phrases.ts';

const list = {
  code: 'advice' as const,
  advice: 'is denied.',
  phrases: listed('good time, invest*, next\n  year, family'),
  except: ['single family'],
};
const found = (text: string) => findDenied(text, list).map(({ message }) => message);

test('finds words, phrases and their endings, hyphenated or in capitals', () => {
  expect(found('A GOOD-time to be investing next  year.')).toEqual([
    '"good-time" is denied.',
    '"investing" is denied.',
    '"next  year" is denied.',
  ]);
});

test('finds no part of another word, and nothing that is excepted', () => {
  expect(found('A goodtime, a reinvested sum and a single-family home.')).toEqual([]);
  expect(found('A single-family home for a family.')).toEqual(['"family" is denied.']);
});

test('says each phrase once', () => {
  expect(found('Invest and invest.')).toHaveLength(1);
});

test('each phrase of each list is found where it stands', () => {
  for (const denied of [...CLAIMS, ...FAIR_HOUSING]) {
    for (const phrase of denied.phrases) {
      const text = `The homes ${phrase.replace('*', '')} and so on.`;
      expect({ phrase, found: findDenied(text, denied).length > 0 }).toEqual({ phrase, found: true });
    }
  }
});
