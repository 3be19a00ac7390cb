import { expect, test } from 'vitest';
import type { Listing } from '../../src/listings/listing.ts';
import { parseListing } from '../../src/listings/parse.ts';
import { hasRecordings, readRecording } from '../support/feed/recordings.ts';

/** Sums over all rows, taken from the recordings by another program in another language; null: no row has the field. */
const EXPECTED = {
  'simplyrets-demo-merged-58': {
    rows: 58,
    listPrice: 777_795_427,
    daysOnMarket: 29_810,
    livingArea: 176_379,
    bedrooms: 215,
    yearBuilt: 114_934,
    bathrooms: 210 + 205 / 2,
    originalListPrice: null,
    closePrice: null,
    closeDate: null,
    postalCodes: 26,
    photos: 116,
    statuses: { Active: 39, Pending: 19 },
    types: { RES: 45, RNT: 10, CND: 3 },
  },
  'simplyrets-demo-2022-20': {
    rows: 20,
    listPrice: 243_264_202,
    daysOnMarket: 11_409,
    livingArea: 57_957,
    bedrooms: 75,
    yearBuilt: 39_677,
    bathrooms: 77 + 73 / 2,
    originalListPrice: null,
    closePrice: null,
    closeDate: null,
    postalCodes: 14,
    photos: 40,
    statuses: { Active: 13, Pending: 7 },
    types: { RES: 13, RNT: 4, CND: 3 },
  },
};

const SUMMED = [
  'listPrice',
  'daysOnMarket',
  'livingArea',
  'bedrooms',
  'yearBuilt',
  'bathrooms',
  'originalListPrice',
  'closePrice',
  'closeDate',
] as const;

function sumOf(listings: readonly Listing[], field: (typeof SUMMED)[number]): number | null {
  const values = listings.map((listing) => listing[field]).filter((value) => value !== null);
  // Of each field either every row has a value or none has.
  expect([0, listings.length]).toContain(values.length);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

const countBy = (values: readonly (string | null)[]) =>
  Object.fromEntries([...new Set(values)].map((value) => [value, values.filter((other) => other === value).length]));

if (hasRecordings) {
  test.each(Object.entries(EXPECTED))('%s: every field of every row (V9)', (name, expected) => {
    const rows = readRecording(name as keyof typeof EXPECTED);
    const listings = rows.map(parseListing).filter((listing) => listing !== 'invalid');
    expect({
      rows: listings.length,
      ...Object.fromEntries(SUMMED.map((field) => [field, sumOf(listings, field)])),
      postalCodes: new Set(listings.map(({ postalCode }) => postalCode)).size,
      photos: listings.reduce((sum, { photos }) => sum + photos.length, 0),
      statuses: countBy(listings.map(({ status }) => status)),
      types: countBy(listings.map(({ type }) => type)),
    }).toEqual(expected);
    expect(listings.every(({ city, state, streetAddress }) => city && state === 'Texas' && streetAddress)).toBe(true);
  });
}

test('decoys at the top level and in other objects are no values (V9)', () => {
  const decoy = {
    mlsId: 1,
    mls: { status: 'Closed', daysOnMarket: 7, closePrice: 1 },
    daysOnMarket: 999,
    closePrice: 999,
    closeDate: '1999-01-01T00:00:00Z',
    area: 999,
    bedrooms: 99,
    property: { area: 1_500, bedrooms: 3, closePrice: 999, daysOnMarket: 999 },
    sales: { closePrice: 500_000, closeDate: '2026-02-24T08:00:00Z', daysOnMarket: 999 },
  };
  expect(parseListing(decoy)).toMatchObject({
    daysOnMarket: 7,
    closePrice: 500_000,
    closeDate: Date.UTC(2026, 1, 24, 8),
    livingArea: 1_500,
    bedrooms: 3,
  });
});
