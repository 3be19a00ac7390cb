import { DateTime } from 'luxon';
import type { Listing } from '../../src/listings/listing.ts';
import { SAMPLE_PHOTO_HOST } from '../../src/listings/sample/photo.ts';
import { activeListing, closedSale, pendingListing, times } from '../market/examples.ts';
import type { Market } from '../reports/examples.ts';

/** The last midnight before the gallery's reports, in Houston, and those of the days before it, through the change of clocks. */
const END = DateTime.fromISO('2025-06-02', { zone: 'America/Chicago' });
const midnight = (daysAgo: number): number => END.minus({ days: daysAgo }).toMillis();
const STREETS = [
  'Bellaire Blvd',
  'Kirby Dr',
  'Westheimer Rd',
  'Heights Blvd',
  'Washington Ave',
  'Memorial Dr',
  'Yale St',
];
const OFFICES = ['Bayou City Realty', 'Lone Star Homes', 'Gulf Coast Properties', 'Montrose & Associates'];

interface Pace {
  readonly active: number;
  readonly sales: number;
  readonly ratio: number;
  readonly days: number;
}

/** Numbers that look like a market's and are the same in every run. */
function noise(seed: number): number {
  const x = Math.sin(seed * 12.9898) * 43_758.5453;
  return x - Math.floor(x);
}

function home(i: number): Partial<Listing> {
  const area = 900 + Math.round(noise(i) * 2_600);
  return {
    livingArea: area,
    bedrooms: 1 + Math.round(area / 900),
    bathrooms: 1 + Math.round(area / 1_300),
    subtype: i % 4 === 0 ? 'condominium' : 'singlefamilyresidence',
    type: i % 4 === 0 ? 'CND' : 'RES',
    listPrice: Math.round((area * (150 + noise(i + 7) * 140)) / 1_000) * 1_000,
    streetAddress: i % 13 === 5 ? null : `${100 + i * 7} ${STREETS[i % STREETS.length]}`,
    photos: i % 9 === 7 ? [] : [`https://${SAMPLE_PHOTO_HOST}/${i}.png`],
    officeName: OFFICES[Math.floor(noise(i + 11) * OFFICES.length)] ?? null,
    postalCode: `770${String(2 + Math.floor(noise(i + 13) * 30)).padStart(2, '0')}`,
    disclaimer: 'Copyright 2025 Houston Realtors Information Service, Inc. All rights reserved.',
  };
}

function market({ active, sales, ratio, days }: Pace): Market {
  return {
    active: times(active, (i) => {
      const base = home(i);
      const age = Math.round(noise(i + 3) * days * 3);
      const originalListPrice = (base.listPrice ?? 0) * (noise(i + 1) < 0.3 ? 1.04 : 1);
      return activeListing({ ...base, originalListPrice, listDate: midnight(age), daysOnMarket: age });
    }),
    pending: times(Math.round(active / 4), (i) => pendingListing({ ...home(i + 500), listDate: midnight(i) })),
    // Two years of closings, dearer by the month.
    closed: times(sales * 8, (i) => {
      const base = home(i + 900);
      const daysAgo = 1 + (i / (sales * 8)) * 720;
      const listPrice = Math.round(((base.listPrice ?? 0) * (1 - daysAgo / 9_000)) / 1_000) * 1_000;
      return closedSale({
        ...base,
        listPrice,
        originalListPrice: Math.round(listPrice * (noise(i + 5) < 0.4 ? 1.03 : 1)),
        closePrice: Math.round((listPrice * (ratio + (noise(i + 2) - 0.5) * 0.06)) / 500) * 500,
        closeDate: midnight(Math.round(daysAgo)),
        daysOnMarket: Math.round(noise(i + 4) * days * 2),
      });
    }),
  };
}

const blank = Object.fromEntries(
  ['listPrice', 'originalListPrice', 'closePrice', 'listDate', 'daysOnMarket', 'livingArea', 'bedrooms', 'bathrooms']
    .concat(['streetAddress', 'officeName', 'city', 'state', 'postalCode', 'subtype'])
    .map((key) => [key, null]),
);

/** The states of a market that a report must look well in. */
export const MARKETS: Readonly<Record<string, Market>> = {
  hot: market({ active: 60, sales: 120, ratio: 1.02, days: 9 }),
  balanced: market({ active: 160, sales: 90, ratio: 0.985, days: 30 }),
  slow: market({ active: 320, sales: 70, ratio: 0.96, days: 75 }),
  tiny: market({ active: 6, sales: 2, ratio: 0.97, days: 40 }),
  empty: { active: [], pending: [], closed: [] },
  null: {
    active: times(9, () => activeListing(blank)),
    pending: times(3, () => pendingListing(blank)),
    closed: times(9, (i) => closedSale({ ...blank, closeDate: midnight(i + 1) })),
  },
};
