import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import type { ListingQuery } from '../../../src/listings/feed.ts';
import type { Listing } from '../../../src/listings/listing.ts';
import { SAMPLE_CITIES } from '../../../src/listings/sample/cities.ts';
import { createSampleFeed } from '../../../src/listings/sample/sample-feed.ts';

const now = new Date('2026-03-10T18:00:00Z');
const options = { signal: new AbortController().signal };
const feed = createSampleFeed({ clock: { now: () => now } });
const year = { from: Date.parse('2025-03-10T08:00:00Z'), to: Date.parse('2026-03-10T08:00:00Z') };

const search = (changes: Partial<ListingQuery> = {}) =>
  feed.search(
    {
      cities: ['Irvine'],
      postalCodes: [],
      statuses: ['Closed'],
      types: ['residential', 'condominium'],
      closed: year,
      ...changes,
    },
    options,
  );

function median(values: readonly (number | null)[]): number {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const status = (listings: readonly Listing[], wanted: string) => listings.filter((row) => row.status === wanted);

describe.each(SAMPLE_CITIES.map((city) => [city.name, city] as const))('%s', (name, city) => {
  test('sells at its price level, spread as real markets are', async () => {
    const { listings } = await search({ cities: [name] });
    const prices = listings.map(({ closePrice }) => closePrice);
    const tolerance = listings.length > 500 ? 0.06 : 0.2;
    expect(Math.abs(median(prices) / city.medianPrice - 1)).toBeLessThan(tolerance);
    const logs = prices.map((price) => Math.log(price ?? Number.NaN));
    const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
    const spread = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length);
    expect(spread).toBeGreaterThan(0.3);
    expect(spread).toBeLessThan(0.6);
  });

  test('has homes for sale, some with a cut price, and pending ones', async () => {
    const { listings } = await search({ cities: [name], statuses: ['Active', 'Pending'] });
    const active = status(listings, 'Active');
    const cut = active.filter((row) => (row.listPrice ?? 0) < (row.originalListPrice ?? 0));
    expect(cut.length / active.length).toBeGreaterThan(0.08);
    expect(cut.length / active.length).toBeLessThan(0.5);
    expect(status(listings, 'Pending').length).toBeGreaterThan(1);
  });
});

test('dates are local midnights, in order, and days on market agree with them', async () => {
  const { listings } = await search();
  for (const { listDate, contractDate, closeDate, daysOnMarket } of listings.slice(0, 300)) {
    const [list, contract, close] = [listDate, contractDate, closeDate].map((at) =>
      DateTime.fromMillis(at ?? Number.NaN, { zone: 'America/Los_Angeles' }),
    );
    if (!list || !contract || !close) throw new Error('a date is missing');
    for (const date of [list, contract, close]) expect(date.hour + date.minute).toBe(0);
    expect(list < contract && contract < close).toBe(true);
    expect(Math.round(contract.diff(list, 'days').days)).toBe(daysOnMarket);
  }
});

test('rentals are mixed in and excluded, sales keep their window', async () => {
  const { listings, dropped, truncated } = await search({ types: ['residential', 'condominium', 'rental'] });
  expect(dropped.rental).toBeGreaterThan(100);
  expect(truncated).toBe(false);
  expect(listings.length).toBeGreaterThan(1_500);
  expect(new Set(listings.map(({ type }) => type))).toEqual(new Set(['RES', 'CND']));
  for (const { closeDate } of listings) {
    expect(closeDate).toBeGreaterThanOrEqual(year.from);
    expect(closeDate).toBeLessThan(year.to);
  }
});

test('a window holds the very sales that the whole history has in it', async () => {
  const query = {
    cities: ['Irvine'],
    postalCodes: [],
    statuses: ['Closed'],
    types: ['residential', 'condominium'],
  } as const;
  const whole = await feed.search(query, options);
  const inWindow = whole.listings.filter(
    ({ closeDate }) => Number(closeDate) >= year.from && Number(closeDate) < year.to,
  );
  expect((await search()).listings).toEqual(inWindow);
});

test('what is unknown in real feeds is unknown here: some areas and years, some addresses hidden', async () => {
  const { listings } = await search();
  const share = (missing: (row: Listing) => boolean) => listings.filter(missing).length / listings.length;
  for (const field of ['livingArea', 'yearBuilt', 'streetAddress'] as const) {
    expect(share((row) => row[field] === null)).toBeGreaterThan(0);
    expect(share((row) => row[field] === null)).toBeLessThan(0.1);
  }
  expect(share((row) => row.bathrooms === null || row.officeName === null)).toBe(0);
  expect(listings.some((row) => row.city === 'IRVINE')).toBe(true);
});

test('postal codes choose a part of a city, and add to cities', async () => {
  const part = await search({ cities: [], postalCodes: ['92618', '92620-0001'] });
  expect(new Set(part.listings.map((row) => row.postalCode?.slice(0, 5)))).toEqual(new Set(['92618', '92620']));
  const both = await search({ cities: ['Ojai'], postalCodes: ['92618'] });
  expect(new Set(both.listings.map((row) => row.postalCode?.slice(0, 5)))).toEqual(new Set(['93023', '92618']));
});

test('a place that it does not have is refused, with the choice', async () => {
  await expect(search({ cities: ['Springfield'] })).rejects.toMatchObject({
    code: 'no_such_place',
    scope: 'schedule',
    message: expect.stringContaining('choose one of Irvine, Houston, Austin, Seattle, Ojai'),
  });
  await expect(search({ cities: [], postalCodes: ['10001'] })).rejects.toMatchObject({ code: 'no_such_place' });
  await expect(search({ cities: [], postalCodes: [] })).rejects.toMatchObject({ code: 'no_area' });
});

test('every answer says that it is sample data, and a cancelled run gets none', async () => {
  expect(feed.source).toMatchObject({ sample: true });
  expect((await search()).asOf).toBe(now.getTime());
  const cancelled = { signal: AbortSignal.abort(new Error('cancelled')) };
  const query = { cities: ['Irvine'], postalCodes: [], statuses: ['Active'], types: ['residential'] } as const;
  await expect(feed.search(query, cancelled)).rejects.toThrow('cancelled');
});

test('the calendar of a given zone says which day it is', async () => {
  const late = { now: () => new Date('2026-03-11T05:00:00Z') };
  const query = { cities: ['Irvine'], postalCodes: [], statuses: ['Active'], types: ['residential'] } as const;
  const latest = async (zone?: string) => {
    const { listings } = await createSampleFeed({ clock: late, ...(zone ? { zone } : {}) }).search(query, options);
    return Math.max(...listings.map(({ listDate }) => listDate ?? 0));
  };
  expect(await latest('Europe/Berlin')).toBeGreaterThan(await latest());
});
