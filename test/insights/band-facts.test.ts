import { expect, test } from 'vitest';
import { type Band, bandFacts } from '../../src/insights/band-facts.ts';

const band = (range: string, sold: number, months: number | null): Band => ({
  range,
  over: 'the last 12 months',
  sold: { value: sold, text: String(sold) },
  supply: { value: months, text: `${months} months`, n: sold },
});
const told = (...bands: Band[]) => bandFacts(bands).map(({ key, range, text }) => [key, range, text]);

test('points at the range where most sold, and at the shortest and the longest supply', () => {
  const bands = [band('under $300K', 20, 3.1), band('at $300K–$400K', 60, 4), band('at $400K or more', 11, 9)];
  expect(told(...bands)).toEqual([
    ['bandMostSold', 'at $300K–$400K', '60'],
    ['bandShortestSupply', 'under $300K', '3.1 months'],
    ['bandLongestSupply', 'at $400K or more', '9 months'],
  ]);
  expect(bandFacts(bands)[1]).toMatchObject({ n: 20, over: 'the last 12 months' });
});

test('says nothing of an extreme that rests on fewer than ten sales, and points at no other in its place', () => {
  const bands = [band('under $300K', 20, 3.1), band('at $300K–$400K', 60, 4), band('at $400K or more', 9, 19)];
  expect(told(...bands).map(([key]) => key)).toEqual(['bandMostSold', 'bandShortestSupply']);
  expect(told(band('under $300K', 4, null), band('at $300K or more', 9, null))).toEqual([]);
});

test('says nothing where two are alike, or there is one range alone', () => {
  expect(told(band('under $300K', 20, 4), band('at $300K or more', 20, 4))).toEqual([]);
  expect(told(band('at any price', 20, 4))).toEqual([]);
});

test('where nothing is for sale there is no supply to point at, and no other is the shortest', () => {
  const bands = [band('under $300K', 20, 0), band('at $300K–$400K', 60, 4), band('at $400K or more', 11, 9)];
  expect(told(...bands).map(([key]) => key)).toEqual(['bandMostSold', 'bandLongestSupply']);
});

test('two that print alike are no extremes, whatever lies behind', () => {
  const near = { ...band('under $300K', 20, 4.01), supply: { value: 4.01, text: '4 months', n: 20 } };
  expect(told(near, band('at $300K or more', 30, 4)).map(([key]) => key)).toEqual(['bandMostSold']);
});
