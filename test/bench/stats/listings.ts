import type { Listing, ListingStatus } from '../../../src/listings/listing.ts';
import { createRandom } from '../../../src/listings/sample/random.ts';
import { rawHouse } from '../../support/feed/row.ts';

const DAY_MS = 86_400_000;
const END = Date.UTC(2026, 2, 1);
const STATUSES: readonly ListingStatus[] = ['Active', 'Active', 'Pending', 'Closed', 'Closed', 'Closed'];

/** Parsed listings of one market, the same at each run; a hundredth each lacks its area or its original price. */
export function generateListings(count: number): Listing[] {
  const random = createRandom(7);
  return Array.from({ length: count }, (_, index) => {
    const closed = STATUSES[index % STATUSES.length] === 'Closed';
    const price = Math.round(400_000 * Math.exp(0.5 * random.normal()));
    const closeDate = END - Math.ceil(90 * random.uniform()) * DAY_MS;
    return {
      mlsId: index + 1,
      listingId: `B${index + 1}`,
      status: STATUSES[index % STATUSES.length] ?? 'Active',
      type: random.uniform() < 0.3 ? 'CND' : 'RES',
      subtype: 'singlefamilyresidence',
      listPrice: price,
      originalListPrice: random.uniform() < 0.01 ? null : Math.round(price * (1 + 0.06 * random.uniform())),
      closePrice: closed ? Math.round(price * (0.95 + 0.1 * random.uniform())) : null,
      listDate: closeDate - 60 * DAY_MS,
      contractDate: closed ? closeDate - 30 * DAY_MS : null,
      closeDate: closed ? closeDate : null,
      daysOnMarket: Math.floor(60 * random.uniform()),
      livingArea: random.uniform() < 0.01 ? null : Math.round(1_900 * Math.exp(0.3 * random.normal())),
      bedrooms: 3,
      bathrooms: 2,
      yearBuilt: 1990,
      city: 'Houston',
      state: 'Texas',
      postalCode: '77096',
      streetAddress: '1 Main St',
      officeName: 'Acme Brokerage',
      disclaimer: null,
      photos: [],
    } satisfies Listing;
  });
}

const LONG_TEXT = 'Agents only: the remarks of real listings are long, and so are those of this one. '.repeat(8);

/** One row of the size and depth of recorded ones (about 5 KB), most of it of no use to us. */
export const recordedRow = (mlsId: number) =>
  rawHouse(mlsId, {
    privateRemarks: LONG_TEXT,
    remarks: LONG_TEXT,
    showingInstructions: LONG_TEXT,
    geo: { county: 'Harris', lat: 29.68, lng: -95.47, marketArea: 'Meyerland', directions: LONG_TEXT },
    agent: {
      id: 'A1',
      firstName: 'Ann',
      lastName: 'Agent',
      contact: { email: 'agent@example.com', office: '1', cell: null },
    },
    association: { fee: 350, name: null, amenities: LONG_TEXT },
    school: { middleSchool: 'Bayou', highSchool: 'Old Town', elementarySchool: 'Fox Run', district: null },
    tax: { taxYear: 2025, taxAnnualAmount: 6_042, id: '19-1929' },
    photos: Array.from({ length: 25 }, (_, index) => `https://photos.example.com/${mlsId}/${index}.jpg`),
    disclaimer: 'This information is believed to be accurate, but without warranty.',
    internetAddressDisplay: null,
    internetEntireListingDisplay: null,
  });
