import { builtInNarrator } from '../../src/insights/built-in-narrator.ts';
import type { ListingFeed, ListingQuery, ListingResult } from '../../src/listings/feed.ts';
import type { Listing } from '../../src/listings/listing.ts';
import type { OpenHouse, OpenHouseFeed } from '../../src/listings/open-house.ts';
import { type ComposeDeps, composeReport, type ReportRequest } from '../../src/reports/compose.ts';
import type { MarketHistory } from '../../src/reports/market-history.ts';
import type { ReportModel } from '../../src/reports/model.ts';
import { activeListing, closedSale, DAY, pendingListing, times } from '../market/examples.ts';

/** Monday, 2 June 2025, 09:00 in Houston. */
export const SCHEDULED_FOR = new Date('2025-06-02T14:00:00Z');
export const AS_OF = SCHEDULED_FOR.getTime() + 60_000;

export const request: ReportRequest = {
  reportType: 'market_snapshot',
  areaCities: ['Houston'],
  postalCodes: [],
  audience: 'all',
  filters: {},
  lookbackDays: 30,
  zone: 'America/Chicago',
  scheduledFor: SCHEDULED_FOR,
  brand: { name: 'Bayou Realty Group', color: '#0b6e4f', logoUrl: null },
  accountName: 'Bayou',
};

export const footer = {
  postalAddress: '1 Main St, Houston, TX 77002',
  unsubscribeUrl: 'https://reports.example.com/unsubscribe?t=abc',
};

export interface Market {
  active: readonly Listing[];
  pending: readonly Listing[];
  closed: readonly Listing[];
}

/** 156 active, 38 pending, and 89 sales over 90 days: prices and dates spread evenly, so that any run sees the same. */
export const houston = (): Market => ({
  active: times(156, (i) =>
    activeListing({
      listPrice: 250_000 + ((i * 7_919) % 500_000),
      originalListPrice: i % 3 === 0 ? 260_000 + ((i * 7_919) % 500_000) : 250_000 + ((i * 7_919) % 500_000),
      listDate: Date.UTC(2025, 5, 1, 5) - i * DAY,
      livingArea: 900 + ((i * 37) % 2_400),
      bedrooms: 1 + (i % 5),
      bathrooms: 1 + (i % 4) / 2,
    }),
  ),
  pending: times(38, (i) => pendingListing({ listDate: Date.UTC(2025, 4, 30, 5) - i * DAY })),
  closed: times(89, (i) =>
    closedSale({
      closeDate: Date.UTC(2025, 4, 31, 5) - i * DAY,
      closePrice: 240_000 + ((i * 6_007) % 400_000),
      listPrice: 245_000 + ((i * 6_007) % 400_000),
      daysOnMarket: (i * 13) % 61,
    }),
  ),
});

export function answer(listings: readonly Listing[], more: Partial<ListingResult> = {}): ListingResult {
  return { listings, truncated: false, dropped: {}, asOf: AS_OF, ...more };
}

/** A feed that answers from memory and keeps what it was asked. */
export function feedOf(market: Market, more: Partial<ListingResult> = {}, sample = false) {
  const queries: ListingQuery[] = [];
  const feed: ListingFeed & OpenHouseFeed = {
    source: { name: sample ? 'Sample feed' : 'HAR MLS', sample },
    search: async (query) => {
      queries.push(query);
      const status = query.statuses[0];
      if (status === 'Closed') return answer(market.closed, more);
      return answer((status === 'Active' ? market.active : market.pending).filter(listedIn(query)), more);
    },
    openHouses: async ({ from, to }) => {
      const { listings: _, ...rest } = answer([], more);
      const openHouses = openHousesOf(market).filter(({ startsAt }) => startsAt >= from && startsAt < to);
      return { ...rest, openHouses };
    },
  };
  return { feed, queries };
}

/** As the feeds answer: a home without a date was not listed in any window. */
const listedIn =
  ({ listed }: ListingQuery) =>
  ({ listDate }: Listing): boolean =>
    listed === undefined || (listDate !== null && listDate >= listed.from && listDate < listed.to);

const HOUR = 3_600_000;
/** The midnight that begins the Saturday after SCHEDULED_FOR, in Houston. */
const SATURDAY = Date.UTC(2025, 5, 7, 5);

/** Each sixth home for sale on Saturday and each fourth on Sunday, from noon on, for two hours. */
export function openHousesOf({ active }: Pick<Market, 'active'>): OpenHouse[] {
  return [0, 1].flatMap((day) =>
    active
      .filter((_, i) => i % (6 - 2 * day) === 0)
      .map((listing, i) => {
        const startsAt = SATURDAY + day * DAY + (12 + (i % 3)) * HOUR;
        return { key: listing.mlsId * 10 + day, startsAt, endsAt: startsAt + 2 * HOUR, listing };
      })
      .toSorted((a, b) => a.startsAt - b.startsAt),
  );
}

export function deps(feed: ListingFeed & OpenHouseFeed, more: Partial<ComposeDeps> = {}): ComposeDeps {
  return {
    feed,
    now: new Date(AS_OF + 5_000),
    signal: new AbortController().signal,
    narrate: builtInNarrator,
    ...more,
  };
}

export async function modelOf(
  market: Market = houston(),
  more: {
    request?: Partial<ReportRequest>;
    result?: Partial<ListingResult>;
    sample?: boolean;
    history?: MarketHistory;
  } = {},
): Promise<ReportModel> {
  const { feed } = feedOf(market, more.result, more.sample);
  return (await composeReport({ ...request, ...more.request }, deps(feed, { history: more.history }))).model;
}
