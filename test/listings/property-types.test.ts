import { expect, test } from 'vitest';
import { parseListing } from '../../src/listings/parse.ts';
import {
  codeOfType,
  isRental,
  isStatus,
  isTypeWord,
  statusOrNull,
  typeOrNull,
} from '../../src/listings/property-types.ts';
import { rawHouse, soldHouse } from '../support/feed/row.ts';

const rental = (row: unknown): boolean => {
  const listing = parseListing(row);
  return listing !== 'invalid' && isRental(listing);
};

test('words and codes', () => {
  expect(codeOfType('commerciallease')).toBe('CLE');
  expect(typeOrNull('cnd')).toBe('CND');
  expect(typeOrNull('House')).toBeNull();
  expect(statusOrNull('Coming Soon')).toBe('ComingSoon');
  expect(statusOrNull('Sold')).toBeNull();
});

test('only documented spellings may be sent', () => {
  expect(isTypeWord('residential')).toBe(true);
  for (const word of ['RES', 'Residential', 'toString', '']) expect(isTypeWord(word)).toBe(false);
  expect(isStatus('ActiveUnderContract')).toBe(true);
  for (const status of ['active', 'Sold', '']) expect(isStatus(status)).toBe(false);
});

test('a rental is one by its type, or by a price that buys no house (V11)', () => {
  expect(rental(rawHouse(1, { property: { type: 'RNT' } }))).toBe(true);
  expect(rental(rawHouse(1, { property: { type: 'CLE' }, listPrice: 2_000_000 }))).toBe(true);
  const rent = { closePrice: 6_390, closeDate: '2026-02-24T06:00:00Z' };
  expect(rental(soldHouse(1, null, { sales: rent, listPrice: 6_500 }))).toBe(true);
  expect(rental(rawHouse(1, { listPrice: 9_999 }))).toBe(true);
  expect(rental(rawHouse(1, { listPrice: 9_999, property: null }))).toBe(true);
});

test('an unknown or zero price, cheap land, and a typing error in the asking price are no rentals', () => {
  for (const listPrice of [0, null, 10_000]) expect(rental(rawHouse(1, { listPrice }))).toBe(false);
  expect(rental(rawHouse(1, { listPrice: 5_000, property: { type: 'LND' } }))).toBe(false);
  expect(rental(soldHouse(1, null, { listPrice: 3_950 }))).toBe(false);
});
