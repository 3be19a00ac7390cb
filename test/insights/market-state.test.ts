import { expect, test } from 'vitest';
import { marketState, supplyOf } from '../../src/insights/market-state.ts';
import { factsOf } from './facts.ts';

test.each([
  [3.99, 'hot', 'sellers'],
  [4, 'balanced', 'balanced'],
  [6, 'balanced', 'balanced'],
  [6.01, 'slow', 'buyers'],
])('%s months of supply: %s', (value, state, supply) => {
  const facts = factsOf({ monthsOfSupply: { value } });
  expect(marketState(facts)).toBe(state);
  expect(supplyOf(facts)).toBe(supply);
});

test('nothing for sale is nobody’s market, and an unknown or thin pace none to read', () => {
  expect(supplyOf(factsOf({ monthsOfSupply: { value: 0 } }))).toBeNull();
  expect(marketState(factsOf({ monthsOfSupply: { value: null } }))).toBe('thin');
  expect(marketState(factsOf({ monthsOfSupply: { smallSample: true } }))).toBe('thin');
});

test('empty is where nothing closed and nothing is for sale', () => {
  const none = { value: 0 };
  expect(marketState(factsOf({ closedSales: none, activeListings: none }))).toBe('empty');
  expect(marketState(factsOf({ closedSales: { value: null }, activeListings: none }))).toBe('empty');
  expect(marketState(factsOf({ closedSales: none }))).not.toBe('empty');
});
