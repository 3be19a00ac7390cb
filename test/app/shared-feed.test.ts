import { expect, test } from 'vitest';
import { sharedFeed } from '../../src/app/shared-feed.ts';
import type { ListingFeed, ListingQuery, ListingResult } from '../../src/listings/feed.ts';
import type { OpenHouseFeed, OpenHouseQuery } from '../../src/listings/open-house.ts';

const query: ListingQuery = { cities: ['Houston'], postalCodes: [], statuses: ['Active'], types: ['residential'] };
const options = { signal: new AbortController().signal };

function feedOf(more: Partial<ListingResult> = {}) {
  const time = { ms: Date.UTC(2026, 5, 10) };
  const clock = { now: () => new Date(time.ms) };
  const asked: ListingQuery[] = [];
  const openHouseAsks: OpenHouseQuery[] = [];
  const feed: ListingFeed & OpenHouseFeed = {
    source: { name: 'HAR MLS', sample: false },
    search: async (asks) => {
      asked.push(asks);
      return { listings: [], truncated: false, dropped: {}, asOf: time.ms, ...more };
    },
    openHouses: async (asks) => {
      openHouseAsks.push(asks);
      return { openHouses: [], truncated: false, dropped: {}, asOf: time.ms };
    },
  };
  return { feed: sharedFeed(feed, clock), asked, openHouseAsks, time };
}

test('the same question in other words is asked once, for five minutes', async () => {
  const { feed, asked, time } = feedOf();
  const { cities, ...rest } = query;
  const [one, two] = await Promise.all([feed.search(query, options), feed.search({ ...rest, cities }, options)]);
  expect(one).toBe(two);
  time.ms += 299_999;
  await feed.search(query, options);
  expect(asked).toHaveLength(1);
  time.ms += 1;
  expect((await feed.search(query, options)).asOf).toBe(time.ms);
  expect(asked).toHaveLength(2);
});

test.each([
  ['city', { cities: ['Katy'] }],
  ['postal code', { postalCodes: ['77002'] }],
  ['status', { statuses: ['Pending'] }],
  ['type', { types: ['land'] }],
  ['window', { closed: { from: 0, to: 1 } }],
  ['listing window', { listed: { from: 0, to: 1 } }],
] as const)('another %s is another question', async (_what, other) => {
  const { feed, asked } = feedOf();
  await feed.search(query, options);
  await feed.search({ ...query, ...other } as ListingQuery, options);
  expect(asked).toHaveLength(2);
});

test('a truncated answer is not kept (C5)', async () => {
  const { feed, asked } = feedOf({ truncated: true });
  await feed.search(query, options);
  await feed.search(query, options);
  expect(asked).toHaveLength(2);
});

test('open houses are asked for once too, and are no answer to a question about listings', async () => {
  const { feed, asked, openHouseAsks } = feedOf();
  const { statuses: _, ...rest } = query;
  const question = { ...rest, from: 0, to: 1 };
  await Promise.all([feed.openHouses(question, options), feed.openHouses({ ...question }, options)]);
  await feed.openHouses({ ...question, to: 2 }, options);
  expect([openHouseAsks.length, asked.length]).toEqual([2, 0]);
});
