import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Listing } from '../../src/listings/listing.ts';
import { parseListing } from '../../src/listings/parse.ts';
import { hasRecordings, readRecording } from '../support/feed/recordings.ts';
import { rawHouse, soldHouse } from '../support/feed/row.ts';

function parsed(row: unknown): Listing {
  const listing = parseListing(row);
  if (listing === 'invalid') throw new Error('the row was dropped');
  return listing;
}

test('sales fields belong to closed listings only', () => {
  const sales = { closePrice: 390_000, closeDate: '2026-02-24T06:00:00Z', contractDate: '2026-01-20T06:00:00Z' };
  const unknown = { closePrice: null, closeDate: null, contractDate: null };
  for (const status of ['Active', 'Pending']) {
    expect(parsed(rawHouse(1, { sales, mls: { status } }))).toMatchObject(unknown);
  }
  expect(parsed(rawHouse(1, { sales, mls: { status: 'Closed' } }))).toMatchObject({
    closePrice: 390_000,
    closeDate: Date.UTC(2026, 1, 24, 6),
    contractDate: Date.UTC(2026, 0, 20, 6),
  });
  expect(parsed(soldHouse(1, null, { sales: null }))).toMatchObject(unknown);
});

describe('bathrooms', () => {
  test.each([
    [{ bathsFull: 2, bathsHalf: 1, bathsThreeQuarter: 1, bathrooms: '9' }, 3],
    [{ bathsFull: 0, bathsHalf: null, bathsThreeQuarter: 2, bathrooms: '2' }, 1],
    [{ bathsFull: null, bathrooms: '2.5' }, 2.5],
    [{ bathsFull: 0 }, 0],
    [{ bathsFull: null, bathrooms: 'two' }, null],
    [{ bathsFull: -1, bathrooms: null }, null],
  ])('%j is %s', (property, bathrooms) => {
    expect(parsed(rawHouse(1, { property })).bathrooms).toBe(bathrooms);
  });
});

test('the values come from their documented paths, past decoys of the same name', () => {
  const row = rawHouse(7, {
    daysOnMarket: 999,
    closePrice: 1,
    status: 'Closed',
    city: 'Dallas',
    mls: { status: 'Active', daysOnMarket: 0 },
    office: { name: null, servingName: 'Listing Office' },
    sales: { office: { name: 'Selling Office' } },
  });
  expect(parsed(row)).toMatchObject({
    daysOnMarket: 0,
    closePrice: null,
    status: 'Active',
    city: 'Houston',
    officeName: 'Listing Office',
  });
});

test('the address is hidden where the seller said so, and everything where the whole listing is', () => {
  const photos = ['https://img.example.com/1.jpg'];
  const shown = parsed(rawHouse(1, { photos, internetAddressDisplay: null }));
  expect(shown).toMatchObject({ streetAddress: '1 Main St', photos });
  expect(parsed(rawHouse(1, { photos, internetAddressDisplay: false }))).toMatchObject({ streetAddress: null, photos });
  const hidden = parsed(rawHouse(1, { photos, internetEntireListingDisplay: false }));
  expect(hidden).toMatchObject({ streetAddress: null, photos: [] });
});

test('photos are web addresses only, ten at most', () => {
  const photos = ['javascript:alert(1)', 'data:image/png;base64,x', 5, null, 'https://a.example/1.jpg'];
  expect(parsed(rawHouse(1, { photos })).photos).toEqual(['https://a.example/1.jpg']);
  const many = Array.from({ length: 40 }, (_, index) => `https://a.example/${index}.jpg`);
  expect(parsed(rawHouse(1, { photos: many })).photos).toHaveLength(10);
});

test('subtypes are words in lower case without spaces, statuses in their documented spelling', () => {
  const row = rawHouse(1, { property: { subType: 'Stock Cooperative' }, mls: { status: 'active under contract' } });
  expect(parsed(row)).toMatchObject({ subtype: 'stockcooperative', status: 'ActiveUnderContract' });
});

test('only a row without a usable id or status is dropped', () => {
  for (const mlsId of [null, undefined, 'x', 0, -4, 1.5, Number.NaN]) {
    expect(parseListing({ ...rawHouse(1), mlsId })).toBe('invalid');
  }
  for (const mls of [null, 'Active', {}, { status: null }, { status: 'Sold?' }]) {
    expect(parseListing({ ...rawHouse(1), mls })).toBe('invalid');
  }
  for (const row of [null, 5, 'x', [], undefined]) expect(parseListing(row)).toBe('invalid');
});

test('any field may be of any type, and costs that field alone (V10)', () => {
  const fields = Object.keys(rawHouse(1)).filter((field) => field !== 'mlsId' && field !== 'mls');
  const whole = parsed(rawHouse(1));
  const partsOf: Record<string, (keyof Listing)[]> = {
    property: ['type', 'subtype', 'livingArea', 'bedrooms', 'bathrooms', 'yearBuilt'],
    address: ['city', 'state', 'postalCode', 'streetAddress'],
    office: ['officeName'],
  };
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.anything(), (field, value) => {
      const listing = parsed({ ...rawHouse(1), [field]: value });
      const own = new Set<string>([field, ...(partsOf[field] ?? [])]);
      for (const [key, expected] of Object.entries(whole)) {
        if (!own.has(key)) expect(listing).toHaveProperty(key, expected);
      }
    }),
  );
});

test('nothing private enters a listing (S6)', () => {
  const secret = 'SECRET';
  const listing = parsed(
    rawHouse(1, {
      privateRemarks: secret,
      remarks: secret,
      showingInstructions: secret,
      showingContactName: secret,
      showingContactPhone: secret,
      agent: { firstName: secret, contact: { email: secret } },
      coAgent: { firstName: secret },
      property: { ownerName: secret, occupantName: secret },
      office: { contact: { email: secret } },
      sales: { agent: { lastName: secret } },
    }),
  );
  expect(JSON.stringify(listing)).not.toContain(secret);
});

if (hasRecordings) {
  test('golden: a recorded response', () => {
    const [first] = readRecording('simplyrets-demo-2022-20');
    expect(parsed(first)).toEqual({
      mlsId: 1005192,
      listingId: '49699701',
      status: 'Active',
      type: 'RES',
      subtype: null,
      listPrice: 20714261,
      originalListPrice: null,
      closePrice: null,
      listDate: Date.UTC(2011, 4, 23, 18, 50, 30, 184),
      contractDate: null,
      closeDate: null,
      daysOnMarket: 862,
      livingArea: 1043,
      bedrooms: 2,
      bathrooms: 8,
      yearBuilt: 1998,
      city: 'Houston',
      state: 'Texas',
      postalCode: '77096',
      streetAddress: '74434 East Sweet Bottom Br #18393',
      officeName: null,
      disclaimer: 'This information is believed to be accurate, but without warranty.',
      photos: [
        'https://s3-us-west-2.amazonaws.com/cdn.simplyrets.com/properties/trial/home9.jpg',
        'https://s3-us-west-2.amazonaws.com/cdn.simplyrets.com/properties/trial/home-inside-9.jpg',
      ],
    });
    expect(readRecording('simplyrets-demo-merged-58').map(parseListing)).not.toContain('invalid');
  });
}
