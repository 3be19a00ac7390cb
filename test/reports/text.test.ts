import { expect, test } from 'vitest';
import { cleanText, countNoun, countOrNo, joinWords, sentence, textOrDash, unbroken } from '../../src/reports/text.ts';

test('line breaks, controls, bidi overrides and lone surrogates do not survive', () => {
  expect(cleanText(' a\r\nBcc: x\u0000\u2028b\u202Ec\ud800 d ', 80)).toBe('a Bcc: x b c d');
});

test('what is too long is cut between characters, not within one', () => {
  expect(cleanText('🏠🏠🏠🏠', 3)).toBe('🏠🏠…');
  expect(cleanText('abc', 3)).toBe('abc');
});

test('nothing, and nothing but blanks, is a dash', () => {
  expect([null, '', ' \u0007 '].map((text) => textOrDash(text, 10))).toEqual(['–', '–', '–']);
});

test('a caption begins with a capital; a unit stays with its number; nothing is "no"', () => {
  expect(sentence('closed sales, May 2025')).toBe('Closed sales, May 2025.');
  expect(unbroken('1,253 sq ft')).toBe('1,253\u00a0sq\u00a0ft');
  expect(['0', '1', '12'].map((count) => countOrNo(count, 'home'))).toEqual(['no home', '1 home', '12 homes']);
});

test('words are joined and counted as in a sentence', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(joinWords)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  expect([countNoun(1, 'rental'), countNoun(0, 'rental'), countNoun(1_200, 'rental')]).toEqual([
    '1 rental',
    '0 rentals',
    '1,200 rentals',
  ]);
});
