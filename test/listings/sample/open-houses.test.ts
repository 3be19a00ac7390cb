import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import type { OpenHouseQuery } from '../../../src/listings/open-house.ts';
import { createSampleFeed } from '../../../src/listings/sample/sample-feed.ts';

const NOW = new Date('2026-03-10T18:00:00Z');
const feed = createSampleFeed({ clock: { now: () => NOW } });
const options = { signal: new AbortController().signal };
const coming = { from: NOW.getTime(), to: NOW.getTime() + 14 * 86_400_000 };
const ask = (cities: string[]) =>
  feed.openHouses({ cities, postalCodes: [], types: ['residential', 'condominium'], ...coming }, options);

test('the coming weekends have open houses in the afternoon, of homes for sale, each once', async () => {
  const { openHouses } = await ask(['Irvine']);
  expect(openHouses.length).toBeGreaterThan(20);
  expect(new Set(openHouses.map(({ key }) => key)).size).toBe(openHouses.length);
  for (const { startsAt, endsAt, listing } of openHouses) {
    const start = DateTime.fromMillis(startsAt, { zone: 'America/Los_Angeles' });
    expect([6, 7]).toContain(start.weekday);
    expect(start.hour).toBeGreaterThanOrEqual(11);
    expect((endsAt ?? 0) - startsAt).toBe(3 * 3_600_000);
    expect(listing).toMatchObject({ status: 'Active' });
  }
  const days = new Set(openHouses.map(({ startsAt }) => DateTime.fromMillis(startsAt).toISODate()));
  expect(days.size).toBeGreaterThanOrEqual(4);
});

test('asked again, and on the next day, those of the same homes stay where they were', async () => {
  const today = await ask(['Seattle']);
  expect(await ask(['Seattle'])).toEqual(today);
  const later = createSampleFeed({ clock: { now: () => new Date(NOW.getTime() + 86_400_000) } });
  const query: OpenHouseQuery = { cities: ['Seattle'], postalCodes: [], types: ['residential'], ...coming };
  const then = new Map(today.openHouses.map(({ key, startsAt }) => [key, startsAt]));
  const tomorrow = (await later.openHouses(query, options)).openHouses.filter(({ key }) => then.has(key));
  expect(tomorrow.length).toBeGreaterThan(5);
  for (const { key, startsAt } of tomorrow) expect(startsAt).toBe(then.get(key));
});
