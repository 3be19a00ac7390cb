import { afterEach, describe, expect, test } from 'vitest';
import { createLog } from '../../src/core/log.ts';
import type { ListingQuery } from '../../src/listings/feed.ts';
import { createLocalGate } from '../../src/listings/request-gate.ts';
import { createSimplyRetsFeed, type SimplyRetsOptions } from '../../src/listings/simplyrets-client.ts';
import { hasRecordings, readRecording } from '../support/feed/recordings.ts';
import { rawHouse, soldHouse } from '../support/feed/row.ts';
import { type FeedServer, type FeedServerOptions, startFeedServer } from '../support/feed-server.ts';

const clock = { now: () => new Date('2026-03-10T18:00:00Z') };
const options = { signal: new AbortController().signal };
const houston: ListingQuery = { cities: ['Houston'], postalCodes: [], statuses: ['Active'], types: ['residential'] };
let server: FeedServer;
afterEach(() => server.close());

async function feedOf(served: FeedServerOptions, changes: Partial<SimplyRetsOptions> = {}) {
  server = await startFeedServer({ requestsPerSecond: 1_000_000, ...served });
  return createSimplyRetsFeed({
    baseUrl: server.url,
    username: 'simplyrets',
    password: 'simplyrets',
    gate: { acquire: async () => {} },
    clock,
    requestTimeoutMs: 5_000,
    maxPages: 100,
    retry: { attempts: 3, baseDelayMs: 1, maxDelayMs: 2 },
    ...changes,
  });
}

test('an account of several MLSs is asked for the one that is set, and without it says which setting', async () => {
  const feed = await feedOf({ rows: [rawHouse(1)], vendors: ['one', 'two'] }, { vendor: 'two' });
  expect((await feed.search(houston, options)).listings).toHaveLength(1);
  const coming = { from: 0, to: 1, cities: ['Houston'], postalCodes: [], types: ['residential'] } as const;
  await feed.openHouses(coming, options);
  expect(server.requests.map(({ path, query }) => [path, query.getAll('vendor')])).toEqual([
    ['/properties', ['two']],
    ['/openhouses', ['two']],
  ]);
  await server.close();
  for (const vendor of [undefined, 'three']) {
    const other = await feedOf({ rows: [rawHouse(1)], vendors: ['one', 'two'] }, { vendor });
    for (const asking of [other.search(houston, options), other.openHouses(coming, options)]) {
      await expect(asking).rejects.toMatchObject({
        code: 'simplyrets_vendor',
        message: expect.stringContaining('SIMPLYRETS_VENDOR'),
      });
    }
    expect(server.requests).toHaveLength(2);
  }
});

const houses = (count: number) => Array.from({ length: count }, (_, index) => rawHouse(index + 1));
const dayOfMarch = (day: number) => `2026-03-${String(day).padStart(2, '0')}T06:00:00Z`;

describe('paging', () => {
  test.each([0, 1, 6, 7, 8, 14, 21, 13, 15])('%i rows by seven come once each, whole (V1)', async (count) => {
    const feed = await feedOf({ rows: houses(count) }, { pageSize: 7 });
    const { listings, truncated, dropped } = await feed.search(houston, options);
    expect(listings.map(({ mlsId }) => mlsId).sort((a, b) => a - b)).toEqual(houses(count).map(({ mlsId }) => mlsId));
    expect({ truncated, dropped }).toEqual({ truncated: false, dropped: {} });
  });

  // Production lost every report of exactly 500 or 1,000 rows: the offset after the last page is answered with 400.
  test.each([0, 1, 499, 500, 501, 999, 1_000, 1_001, 1_500])(
    '%i rows by five hundred come once each (V1)',
    async (count) => {
      const feed = await feedOf({ rows: houses(count) });
      const { listings, truncated, dropped } = await feed.search(houston, options);
      expect(new Set(listings.map(({ mlsId }) => mlsId)).size).toBe(count);
      expect({ total: listings.length, truncated, dropped }).toEqual({ total: count, truncated: false, dropped: {} });
      expect(server.requests.map(({ status }) => status).filter((status) => status === 400)).toHaveLength(
        count > 0 && count % 500 === 0 ? 1 : 0,
      );
    },
  );

  test.each([499, 500, 501, 1_000])('%i sales by five hundred, also in the order of their ids', async (count) => {
    const rows = Array.from({ length: count }, (_, index) => soldHouse(index + 1, dayOfMarch(15)));
    const closed = { from: Date.parse(dayOfMarch(10)), to: Date.parse(dayOfMarch(20)) };
    for (const refuseSort of [false, true]) {
      const feed = await feedOf({ rows, refuseSort });
      const result = await feed.search({ ...houston, statuses: ['Closed'], closed }, options);
      expect(result.listings).toHaveLength(count);
      expect(result).toMatchObject({ truncated: false, dropped: {} });
      await server.close();
    }
  });

  test('more than the pages allowed is truncated, exactly as much is not (V6)', async () => {
    const feed = await feedOf({ rows: houses(15) }, { pageSize: 7, maxPages: 2 });
    const cut = await feed.search(houston, options);
    expect(cut).toMatchObject({ truncated: true });
    expect(cut.listings).toHaveLength(14);
    await server.close();
    const exact = await feedOf({ rows: houses(14) }, { pageSize: 7, maxPages: 2 });
    expect(await exact.search(houston, options)).toMatchObject({ truncated: false });
  });

  test('a page is never larger than the vendor allows', async () => {
    const feed = await feedOf({ rows: houses(2) }, { pageSize: 5_000 });
    await feed.search(houston, options);
    expect(server.requests[0]?.query.get('limit')).toBe('500');
  });

  test('rows that move between pages come once (V12)', async () => {
    let asked = 0;
    const rows = houses(20);
    const moving = () => {
      asked += 1;
      return [...rows, ...(asked > 1 ? [rawHouse(99, { modified: '2027-01-01T00:00:00Z' })] : [])];
    };
    const feed = await feedOf({ rows: moving }, { pageSize: 7 });
    const { listings, dropped } = await feed.search(houston, options);
    expect(new Set(listings.map(({ mlsId }) => mlsId)).size).toBe(listings.length);
    expect(listings).toHaveLength(20);
    expect(dropped).toEqual({ duplicate: 1 });
  });

  test('a server that ignores the offset is not read for ever, and the rest is known to be missing', async () => {
    const feed = await feedOf({ rows: houses(20), ignore: ['offset'] }, { pageSize: 7 });
    const { listings, truncated } = await feed.search(houston, options);
    expect(listings).toHaveLength(7);
    expect(truncated).toBe(true);
    expect(server.requests).toHaveLength(2);
  });
});

describe('closed listings in a window', () => {
  const closed = { from: Date.parse(dayOfMarch(10)), to: Date.parse(dayOfMarch(20)) };
  const query: ListingQuery = { ...houston, statuses: ['Closed'], closed };
  const month = Array.from({ length: 30 }, (_, index) => soldHouse(index + 1, dayOfMarch(index + 1)));
  const inWindow = [19, 18, 17, 16, 15, 14, 13, 12, 11, 10];

  test('are read newest first, and no further than the window reaches', async () => {
    const feed = await feedOf({ rows: month }, { pageSize: 7 });
    const { listings, truncated } = await feed.search(query, options);
    expect(listings.map(({ mlsId }) => mlsId)).toEqual(inWindow);
    expect(truncated).toBe(false);
    const pages = server.requests.filter((request) => request.query.get('limit') === '7');
    expect(pages.map((request) => request.query.get('offset'))).toEqual(['0', '7', '14', '21']);
    expect(server.requests.every((request) => request.query.get('sort') === '-closedate')).toBe(true);
  });

  test('of long ago are sought, not paged through', async () => {
    const year = Array.from({ length: 2_000 }, (_, index) =>
      soldHouse(index + 1, new Date(Date.parse(dayOfMarch(20)) - index * 3_600_000).toISOString()),
    );
    const feed = await feedOf({ rows: year }, { pageSize: 50 });
    const old = { from: Date.parse('2026-01-10T06:00:00Z'), to: Date.parse('2026-01-20T06:00:00Z') };
    const { listings, dropped, truncated } = await feed.search({ ...query, closed: old }, options);
    expect(listings).toHaveLength(240);
    expect(truncated).toBe(false);
    expect(dropped.duplicate).toBeUndefined();
    expect(server.requests.length).toBeLessThan(20);
  });

  test('are complete even where the vendor ignores the order', async () => {
    const feed = await feedOf({ rows: month, ignore: ['sort'] }, { pageSize: 7 });
    const { listings } = await feed.search(query, options);
    expect(listings.map(({ mlsId }) => mlsId).sort((a, b) => b - a)).toEqual(inWindow);
  });

  test('are complete where the vendor refuses the order', async () => {
    const feed = await feedOf({ rows: month, refuseSort: true }, { pageSize: 7 });
    const { listings, truncated } = await feed.search(query, options);
    expect(listings.map(({ mlsId }) => mlsId).sort((a, b) => b - a)).toEqual(inWindow);
    expect(truncated).toBe(false);
    expect(server.requests.at(-1)?.query.get('lastId')).toBe('28');
  });

  test('come beside active ones, each with its own condition', async () => {
    const rows = [...month, rawHouse(100), rawHouse(101, { address: { city: 'South Houston' } })];
    const feed = await feedOf({ rows });
    const { listings } = await feed.search({ ...query, statuses: ['Active', 'Closed'] }, options);
    expect(listings.map(({ mlsId }) => mlsId)).toEqual([100, ...inWindow]);
  });
});

test('new listings are those listed in the window', async () => {
  const rows = [5, 10, 15, 20].map((day) => rawHouse(day, { listDate: dayOfMarch(day) }));
  const feed = await feedOf({ rows });
  const listed = { from: Date.parse(dayOfMarch(10)), to: Date.parse(dayOfMarch(20)) };
  const { listings } = await feed.search({ ...houston, listed }, options);
  expect(listings.map(({ mlsId }) => mlsId)).toEqual([15, 10]);
});

test('several postal codes and a city are a union (M6)', async () => {
  const place = (mlsId: number, city: string, postalCode: string) => rawHouse(mlsId, { address: { city, postalCode } });
  const rows = [
    place(1, 'Houston', '77096'),
    place(2, 'Katy', '77433'),
    place(3, 'Katy', '77494'),
    place(4, 'Tomball', '1'),
  ];
  const feed = await feedOf({ rows });
  const query = { ...houston, postalCodes: ['77433', '77096', '77494-1111'] };
  const { listings } = await feed.search(query, options);
  expect(listings.map(({ mlsId }) => mlsId).sort()).toEqual([1, 2, 3]);
});

test.each([false, true])(
  'a city and a postal code of its own are read to their ends, sort refused: %s',
  async (refuseSort) => {
    const rows = Array.from({ length: 24 }, (_, index) =>
      soldHouse(index + 1, dayOfMarch(index + 1), { address: { postalCode: index % 2 === 0 ? '77007' : '77002' } }),
    );
    const feed = await feedOf({ rows, refuseSort }, { pageSize: 4 });
    const closed = { from: Date.parse(dayOfMarch(1)), to: Date.parse(dayOfMarch(30)) };
    for (const asked of [{ statuses: ['Closed'], closed } as const, { statuses: ['Closed'] } as const]) {
      const { listings, truncated } = await feed.search({ ...houston, postalCodes: ['77007'], ...asked }, options);
      expect({ count: listings.length, truncated }).toEqual({ count: 24, truncated: false });
    }
  },
);

test('no area is refused before anything is sent (M6)', async () => {
  const feed = await feedOf({ rows: houses(3) });
  await expect(feed.search({ ...houston, cities: [' '] }, options)).rejects.toMatchObject({ code: 'no_area' });
  expect(server.requests).toHaveLength(0);
});

test('a feed that ignores the filter is left after one page, not crawled (V2)', async () => {
  const rows = houses(60).map((row, index) => (index % 4 === 0 ? row : { ...row, address: { city: 'Katy' } }));
  const feed = await feedOf({ rows, ignore: ['filters'] }, { pageSize: 10 });
  await expect(feed.search(houston, options)).rejects.toMatchObject({
    code: 'simplyrets_filter_ignored',
    exitCode: 69,
    scope: 'system',
  });
  expect(server.requests).toHaveLength(1);
});

test('a refusal of the request is the system’s fault, with the vendor’s words in the log and not in the message', async () => {
  const lines: string[] = [];
  const stream = { write: (line: string) => lines.push(line) > 0 };
  const log = createLog({ level: 'info', stream, redact: (text) => text, readable: false });
  const feed = await feedOf({ rows: houses(3) }, { log });
  server.faults.push({ kind: 'status', status: 400, message: 'cities parameter is malformed' });
  const error = await feed.search(houston, options).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'simplyrets_bad_request', scope: 'system' });
  expect(String(error)).not.toContain('malformed');
  expect(lines.join()).toContain('cities parameter is malformed');
  expect(server.requests).toHaveLength(1);
});

test('faults in the middle of a search cost nothing but time', async () => {
  const feed = await feedOf({ rows: houses(20) }, { pageSize: 7 });
  server.faults.push(
    { kind: 'reset' },
    { kind: 'slow', ms: 20 },
    { kind: 'truncated' },
    { kind: 'status', status: 500 },
  );
  expect((await feed.search(houston, options)).listings).toHaveLength(20);
});

test('with its gate it stays within five requests a second', async () => {
  const feed = await feedOf({ rows: houses(11), requestsPerSecond: 5 }, { pageSize: 1, gate: createLocalGate() });
  await feed.search(houston, options);
  expect(server.requests.map(({ status }) => status).filter((status) => status === 429)).toEqual([]);
});

test('the answer says when it was read, and from where', async () => {
  const feed = await feedOf({ rows: houses(1) });
  expect(feed.source).toEqual({ name: 'SimplyRETS', sample: false });
  expect((await feed.search(houston, options)).asOf).toBe(clock.now().getTime());
});

if (hasRecordings) {
  describe('golden: the recorded demo account', () => {
    test.each([{}, { ignoreFilters: true }])(
      'Houston has 6 active, 4 pending and 2 excluded rentals (%j)',
      async (mode) => {
        const feed = await feedOf({ rows: hasRecordings ? readRecording('simplyrets-demo-merged-58') : [], ...mode });
        const { listings, dropped, truncated } = await feed.search(
          { ...houston, statuses: ['Active', 'Pending'], types: ['residential', 'condominium', 'rental'] },
          options,
        );
        const count = (status: string) => listings.filter((listing) => listing.status === status).length;
        expect([count('Active'), count('Pending'), listings.length]).toEqual([6, 4, 10]);
        expect(dropped.rental).toBe(2);
        expect(truncated).toBe(false);
      },
    );
  });
}
