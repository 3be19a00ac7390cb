import { afterEach, describe, expect, test } from 'vitest';
import { type FeedServer, type FeedServerOptions, type RawRow, startFeedServer } from '../feed-server.ts';
import { hasRecordings, readRecording } from './recordings.ts';
import { rawHouse, rawOpenHouse, soldHouse } from './row.ts';

let server: FeedServer;
afterEach(() => server.close());

const AUTH = `Basic ${Buffer.from('simplyrets:simplyrets').toString('base64')}`;

async function start(options: Partial<FeedServerOptions> = {}): Promise<void> {
  server = await startFeedServer({ rows: [], requestsPerSecond: 1_000, ...options });
}

async function get(pathAndQuery: string, init: RequestInit = {}) {
  const response = await fetch(`${server.url}${pathAndQuery}`, { headers: { authorization: AUTH }, ...init });
  const body: unknown = await response.json();
  const rows = Array.isArray(body) ? (body as RawRow[]) : [];
  return { status: response.status, headers: response.headers, body, ids: rows.map((row) => row.mlsId) };
}

const houses = (count: number) => Array.from({ length: count }, (_, index) => rawHouse(index + 1));

test('no or wrong credentials are 401', async () => {
  await start({ rows: houses(1) });
  const error = { error: 401, message: 'Invalid credentials' };
  expect(await get('/properties', { headers: {} })).toMatchObject({ status: 401, body: error });
  const wrong = `Basic ${Buffer.from('simplyrets:x').toString('base64')}`;
  expect(await get('/properties', { headers: { authorization: wrong } })).toMatchObject({ status: 401 });
});

test('without parameters: 20 rows, newest change first, active and pending, residential and rental', async () => {
  const others = [
    rawHouse(101, { mls: { status: 'Pending' } }),
    rawHouse(102, { property: { type: 'RNT' } }),
    rawHouse(103, { property: { type: 'CND' } }),
    soldHouse(104, '2026-01-01T06:00:00Z'),
  ];
  await start({ rows: [...houses(30), ...others] });
  const { ids } = await get('/properties');
  expect(ids).toHaveLength(20);
  expect(ids.slice(0, 3)).toEqual([102, 101, 30]);
  expect((await get('/properties?status=')).ids[0]).toBe(102);
  await server.close();
  await start({ rows: [...houses(1), ...others], statusDefault: 'documented' });
  expect((await get('/properties')).ids).toEqual([102, 1]);
});

test('parameters repeat, comma lists and unknown parameters do nothing', async () => {
  await start({ rows: [rawHouse(1), rawHouse(2, { address: { city: 'Katy' } })] });
  expect((await get('/properties?cities=katy&cities=HOUSTON')).ids).toEqual([2, 1]);
  expect((await get('/properties?cities=Katy,Houston')).ids).toEqual([]);
  expect((await get('/properties?mindate=2030-01-01&city=Katy')).ids).toEqual([2, 1]);
});

test('q is fuzzy', async () => {
  await start({ rows: [rawHouse(1), rawHouse(2, { address: { city: 'South Houston' } })] });
  expect((await get('/properties?q=houston')).ids).toEqual([2, 1]);
});

test('hidden listings stay hidden unless idx=ignore', async () => {
  await start({ rows: [rawHouse(1, { internetAddressDisplay: false }), rawHouse(2)] });
  expect((await get('/properties')).ids).toEqual([2]);
  expect((await get('/properties?idx=ignore')).ids).toEqual([2, 1]);
});

describe('paging', () => {
  test('an offset at or past the end is 400, except at zero', async () => {
    await start({ rows: houses(4) });
    expect((await get('/properties?limit=2&offset=2')).ids).toEqual([2, 1]);
    const refusal = { status: 400, body: { error: 400, message: 'offset is too high' } };
    expect(await get('/properties?limit=2&offset=4')).toMatchObject(refusal);
    await server.close();
    await start();
    expect(await get('/properties')).toMatchObject({ status: 200, body: [] });
  });

  test('lastId goes by id and ignores the sort', async () => {
    await start({ rows: houses(5) });
    expect((await get('/properties?lastId=0&limit=2&sort=-listprice')).ids).toEqual([1, 2]);
    expect((await get('/properties?lastId=2&limit=2')).ids).toEqual([3, 4]);
    expect((await get('/properties?lastId=5&limit=2')).ids).toEqual([]);
  });

  test('the count comes on demand; the next link comes even on the last page, as the real bug has it', async () => {
    await start({ rows: houses(3) });
    const last = await get('/properties?limit=2&offset=2&cities=Houston');
    expect(last.headers.get('x-total-count')).toBeNull();
    expect(last.headers.get('link')).toMatch(/cities=Houston>; rel="next".*offset=0&cities=Houston>; rel="prev"/);
    const counted = await get('/properties?limit=2&offset=2&count=true');
    expect(counted.headers.get('x-total-count')).toBe('3');
    expect(counted.headers.get('link')).not.toContain('rel="next"');
    await server.close();
    await start({ rows: houses(3), linkOnLastPage: false });
    expect((await get('/properties?limit=2&offset=2')).headers.get('link')).not.toContain('rel="next"');
  });
});

test('only lower-case documented sorts are taken', async () => {
  await start({ rows: [1, 3, 2].map((price) => rawHouse(price, { listPrice: price * 100_000 })) });
  expect((await get('/properties?sort=listprice')).ids).toEqual([1, 2, 3]);
  expect((await get('/properties?sort=-listprice')).ids).toEqual([3, 2, 1]);
  expect(await get('/properties?sort=-listDate')).toMatchObject({
    status: 400,
    body: { message: 'Invalid sort parameter' },
  });
});

test('the sixth request in a second is 429, and so is one past the day', async () => {
  await start({ rows: houses(1), requestsPerSecond: 5 });
  const statuses = (await Promise.all([1, 2, 3, 4, 5, 6].map(() => get('/properties')))).map(({ status }) => status);
  expect(statuses.sort()).toEqual([200, 200, 200, 200, 200, 429]);
  await server.close();
  await start({ rows: houses(1), requestsPerDay: 1 });
  expect((await get('/properties')).status).toBe(200);
  expect((await get('/properties')).status).toBe(429);
});

test('several vendors: one must be named', async () => {
  await start({ rows: houses(1), vendors: ['one', 'two'] });
  expect((await get('/properties')).status).toBe(400);
  expect((await get('/properties?vendor=three')).status).toBe(400);
  expect((await get('/properties?vendor=two')).ids).toEqual([1]);
});

test('a single listing and options', async () => {
  await start({ rows: houses(2) });
  expect((await get('/properties/2')).body).toMatchObject({ mlsId: 2 });
  expect((await get('/properties/9')).status).toBe(404);
  expect((await get('/properties', { method: 'OPTIONS', headers: { authorization: AUTH } })).body).toMatchObject({
    fields: { cities: ['Houston'], status: ['Active'] },
  });
});

test('open houses: twelve by default, by city and one type of their listing, in the order of their keys', async () => {
  const start14 = '2026-03-14T18:00:00Z';
  const openHouses = [
    ...Array.from({ length: 15 }, (_, index) => rawOpenHouse(index + 1, start14)),
    rawOpenHouse(20, start14, { listing: rawHouse(20, { address: { city: 'Katy' } }) }),
    rawOpenHouse(21, start14, { listing: rawHouse(21, { property: { type: 'CND' } }) }),
  ];
  await start({ rows: [], openHouses });
  const keys = async (query: string) => {
    const { body } = await get(`/openhouses?${query}`);
    return Array.isArray(body) ? body.map((row: RawRow) => row.openHouseKey) : body;
  };
  expect(await keys('')).toHaveLength(12);
  expect(await keys('cities=katy&postalCodes=99999')).toEqual([20]);
  expect(await keys('type=condominium')).toEqual([21]);
  expect(await keys('cities=Houston&limit=2&lastId=13')).toEqual([14, 15]);
  expect(await get('/openhouses?type=residential&type=condominium')).toMatchObject({ status: 400 });
});

test('scripted faults are played one per request, in order', async () => {
  await start({ rows: houses(1) });
  server.faults.push({ kind: 'status', status: 503, retryAfter: '2' }, { kind: 'html' }, { kind: 'truncated' });
  const failing = await get('/properties');
  expect([failing.status, failing.headers.get('retry-after')]).toEqual([503, '2']);
  await expect(get('/properties')).rejects.toThrow(SyntaxError);
  await expect(get('/properties')).rejects.toThrow('terminated');
  expect((await get('/properties')).ids).toEqual([1]);
  expect(server.requests.map(({ path }) => path)).toEqual(Array(4).fill('/properties'));
});

test('a replay returns everything, whatever is asked', async () => {
  await start({ rows: houses(30), ignoreFilters: true });
  expect((await get('/properties?cities=Katy&limit=1&sort=nonsense')).ids).toHaveLength(30);
});

if (hasRecordings) {
  test('the recorded default page is in the server’s default order', async () => {
    const recorded = hasRecordings ? readRecording('simplyrets-demo-2022-20') : [];
    await start({ rows: [...recorded].reverse() });
    const { ids } = await get('/properties?type=residential&type=rental&type=condominium&limit=20');
    expect(ids).toEqual(recorded.map((row) => row.mlsId));
  });
}
