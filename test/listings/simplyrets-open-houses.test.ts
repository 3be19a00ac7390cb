import { afterEach, expect, test } from 'vitest';
import type { OpenHouseQuery } from '../../src/listings/open-house.ts';
import { createSimplyRetsFeed } from '../../src/listings/simplyrets-client.ts';
import { rawHouse, rawOpenHouse } from '../support/feed/row.ts';
import { type FeedServer, type FeedServerOptions, startFeedServer } from '../support/feed-server.ts';

const options = { signal: new AbortController().signal };
const day = (date: number, hour = 18) => `2026-03-${date}T${hour}:00:00Z`;
const week: OpenHouseQuery = {
  cities: ['Houston'],
  postalCodes: [],
  types: ['residential'],
  from: Date.parse(day(10)),
  to: Date.parse(day(17)),
};
let server: FeedServer;
afterEach(() => server.close());

async function feedOf(served: FeedServerOptions, maxPages = 100) {
  server = await startFeedServer({ requestsPerSecond: 1_000, ...served });
  return createSimplyRetsFeed({
    baseUrl: server.url,
    username: 'simplyrets',
    password: 'simplyrets',
    gate: { acquire: async () => {} },
    clock: { now: () => new Date(day(10)) },
    requestTimeoutMs: 5_000,
    maxPages,
  });
}

const keys = (openHouses: readonly { key: number }[]) => openHouses.map(({ key }) => key);

test('come from their own endpoint, in the order of their start, within their days', async () => {
  const openHouses = [
    rawOpenHouse(1, day(15)),
    rawOpenHouse(2, day(14)),
    rawOpenHouse(3, day(14)),
    rawOpenHouse(4, day(10)),
    rawOpenHouse(5, day(10, 17)),
    rawOpenHouse(6, day(17)),
  ];
  const feed = await feedOf({ rows: [], openHouses });
  const result = await feed.openHouses(week, options);
  expect(keys(result.openHouses)).toEqual([4, 2, 3, 1]);
  expect(result).toMatchObject({ dropped: { outside_window: 2 }, truncated: false, asOf: Date.parse(day(10)) });
  expect(server.requests.map(({ path }) => path)).toEqual(['/openhouses']);
});

test('of sold homes, rentals, other places and other types are left out and counted', async () => {
  const at = (key: number, changes: object) => rawOpenHouse(key, day(14), { listing: rawHouse(key, { ...changes }) });
  const openHouses = [
    at(1, {}),
    at(2, { mls: { status: 'Closed' } }),
    at(3, { listPrice: 2_000 }),
    at(4, { address: { city: 'South Houston' } }),
    { openHouseKey: 5, listing: null },
    at(6, { mls: { status: 'ComingSoon' } }),
  ];
  const feed = await feedOf({ rows: [], openHouses, ignore: ['filters'] });
  const result = await feed.openHouses(week, options);
  expect(keys(result.openHouses)).toEqual([1, 6]);
  expect(result.dropped).toEqual({ other_status: 1, rental: 1, other_city: 1, invalid: 1 });
});

test('each type is asked for by itself, and none comes twice', async () => {
  const condo = rawOpenHouse(2, day(14), { listing: rawHouse(2, { property: { type: 'CND' } }) });
  const feed = await feedOf({ rows: [], openHouses: [rawOpenHouse(1, day(14)), condo] });
  const result = await feed.openHouses({ ...week, types: ['residential', 'condominium', 'residential'] }, options);
  expect(keys(result.openHouses)).toEqual([1, 2]);
  expect(server.requests.map(({ query }) => query.getAll('type'))).toEqual([['residential'], ['condominium']]);
});

test('a postal code is looked up as the cities of its homes for sale', async () => {
  const place = (mlsId: number, city: string, postalCode: string) => rawHouse(mlsId, { address: { city, postalCode } });
  const rows = [place(1, 'Katy', '77494'), place(2, 'Cypress', '77433'), place(3, 'Houston', '77096')];
  const openHouses = [...rows, place(4, 'Katy', '77450')].map((listing) =>
    rawOpenHouse(Number(listing.mlsId), day(14), { listing }),
  );
  const feed = await feedOf({ rows, openHouses });
  const query = { ...week, cities: [], postalCodes: ['77494', '77433-0001'] };
  expect(keys((await feed.openHouses(query, options)).openHouses)).toEqual([1, 2]);
  expect(server.requests.at(-1)?.query.getAll('cities')).toEqual(['Cypress', 'Katy']);
  const empty = await feed.openHouses({ ...query, postalCodes: ['99999'] }, options);
  expect(empty).toMatchObject({ openHouses: [], truncated: false });
});

test.each([499, 500, 501, 1_000])('%i of them come once each, whole', async (count) => {
  const openHouses = Array.from({ length: count }, (_, index) => rawOpenHouse(index + 1, day(14)));
  const feed = await feedOf({ rows: [], openHouses });
  const result = await feed.openHouses(week, options);
  expect(keys(result.openHouses)).toEqual(openHouses.map(({ openHouseKey }) => openHouseKey));
  expect(result).toMatchObject({ truncated: false, dropped: {} });
});

test('more than the pages allowed is truncated, no area is refused', async () => {
  const openHouses = Array.from({ length: 501 }, (_, index) => rawOpenHouse(index + 1, day(14)));
  const feed = await feedOf({ rows: [], openHouses }, 1);
  expect(await feed.openHouses(week, options)).toMatchObject({ truncated: true });
  await expect(feed.openHouses({ ...week, cities: [] }, options)).rejects.toMatchObject({ code: 'no_area' });
});
