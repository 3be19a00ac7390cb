import type { Listing } from '../../src/listings/listing.ts';
import type { Population, Reading } from '../../src/market/population.ts';
import type { Closings } from '../../src/market/supply.ts';
import type { Window } from '../../src/market/window.ts';

export const DAY = 86_400_000;
/** May 2025 in UTC. */
export const MAY: Window = { from: Date.UTC(2025, 4, 1), to: Date.UTC(2025, 5, 1), days: 31 };

let lastId = 0;

export function activeListing(fields: Partial<Listing> = {}): Listing {
  lastId += 1;
  return {
    mlsId: lastId,
    listingId: `L${lastId}`,
    status: 'Active',
    type: 'RES',
    subtype: 'singlefamilyresidence',
    listPrice: 400_000,
    originalListPrice: null,
    closePrice: null,
    listDate: Date.UTC(2025, 4, 10),
    contractDate: null,
    closeDate: null,
    daysOnMarket: 20,
    livingArea: 2_000,
    bedrooms: 3,
    bathrooms: 2,
    yearBuilt: 1990,
    city: 'Houston',
    state: 'TX',
    postalCode: '77002',
    streetAddress: `${lastId} Main St`,
    officeName: 'Bayou Realty',
    disclaimer: null,
    photos: [],
    ...fields,
  };
}

export function closedSale(fields: Partial<Listing> = {}): Listing {
  return activeListing({
    status: 'Closed',
    closePrice: 390_000,
    closeDate: Date.UTC(2025, 4, 20),
    listDate: Date.UTC(2025, 2, 1),
    ...fields,
  });
}

export const pendingListing = (fields: Partial<Listing> = {}): Listing =>
  activeListing({ status: 'Pending', ...fields });

export const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

export const reading = (listings: readonly Listing[], more: Partial<Reading> = {}): Reading => ({
  listings,
  truncated: false,
  dropped: {},
  ...more,
});

export const population = (listings: readonly Listing[], more: Partial<Population> = {}): Population => ({
  label: 'closed sales',
  listings,
  truncated: false,
  excluded: {},
  ...more,
});

/** `n` closings over `days`; their dates do not matter to the pace. */
export function closings(n: number, days: number, more: Partial<Closings> = {}): Closings {
  const window = { from: MAY.to - days * DAY, to: MAY.to, days };
  return { ...population(Array.from({ length: n }, () => SALE)), window, ...more };
}

const SALE = closedSale();
const OFFER = activeListing();
export const offers = (n: number, more: Partial<Population> = {}): Population =>
  population(
    Array.from({ length: n }, () => OFFER),
    { label: 'active listings', ...more },
  );
