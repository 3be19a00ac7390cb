import type { RawRow } from './raw.ts';

type Overrides = { [field: string]: unknown };

/** A plain active house in Houston as a raw row; nested objects are merged one level deep, null replaces them. */
export function rawHouse(mlsId: number, overrides: Overrides = {}): RawRow {
  const row: Overrides = {
    mlsId,
    listingId: `H${mlsId}`,
    listDate: '2026-02-01T06:00:00Z',
    modified: new Date(Date.UTC(2026, 1, 2) + mlsId * 1_000).toISOString(),
    listPrice: 400_000,
    originalListPrice: 410_000,
    mls: { status: 'Active', daysOnMarket: 12 },
    property: {
      type: 'RES',
      subType: 'SingleFamilyResidence',
      area: 1_800,
      bedrooms: 3,
      bathsFull: 2,
      yearBuilt: 1999,
    },
    address: { full: '1 Main St', city: 'Houston', state: 'Texas', postalCode: '77096' },
    sales: null,
    office: { name: 'Acme Brokerage' },
    photos: [],
  };
  for (const [field, value] of Object.entries(overrides)) {
    const known = row[field];
    row[field] = isPlain(known) && isPlain(value) ? { ...known, ...value } : value;
  }
  return row;
}

/** The same house, sold. */
export const soldHouse = (mlsId: number, closeDate: string | null, overrides: Overrides = {}): RawRow =>
  rawHouse(mlsId, { mls: { status: 'Closed' }, sales: { closeDate, closePrice: 395_000 }, ...overrides });

const isPlain = (value: unknown): value is Overrides =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An open house of three hours at `rawHouse(key)`. */
export const rawOpenHouse = (key: number, startTime: string, overrides: Overrides = {}): RawRow => ({
  openHouseKey: key,
  openHouseId: `OH${key}`,
  type: 'Public',
  description: null,
  refreshments: null,
  startTime,
  endTime: new Date(Date.parse(startTime) + 10_800_000).toISOString(),
  listing: rawHouse(key),
  ...overrides,
});
