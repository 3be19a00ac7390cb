import { expect, test } from 'vitest';
import { readMarket } from '../../src/history/read-market.ts';
import type { ListingFeed, ListingQuery } from '../../src/listings/feed.ts';
import { createSampleFeed } from '../../src/listings/sample/sample-feed.ts';
import { computePastFigures } from '../../src/market/past.ts';
import { previousWindow, reportWindow, yearAgoWindow } from '../../src/market/window.ts';

const NOW = new Date('2026-03-10T18:00:00Z');
const zone = 'America/Los_Angeles';
const sample = createSampleFeed({ clock: { now: () => NOW } });
const signal = new AbortController().signal;
const question = { area: { cities: ['Irvine'], postalCodes: [] }, lookbackDays: 30, zone, scheduledFor: NOW };
const WORDS = ['residential', 'condominium'] as const;

function watched(change: (query: ListingQuery) => { truncated?: boolean } = () => ({})) {
  const asked: ListingQuery[] = [];
  const search: ListingFeed['search'] = async (query, options) => {
    asked.push(query);
    return { ...(await sample.search(query, options)), ...change(query) };
  };
  return { asked, search };
}

test('earlier windows give what a single reading of all sales gives', async () => {
  const { previous, yearAgo, window } = await readMarket(question, { feed: sample, signal });
  const all = await sample.search({ ...question.area, statuses: ['Closed'], types: WORDS }, { signal });
  for (const [found, at] of [
    [previous, previousWindow(window, zone)],
    [yearAgo, yearAgoWindow(window, zone)],
  ] as const) {
    const closingsWindow = reportWindow(new Date(at.to), 90, zone);
    const expected = computePastFigures({ closed: all, window: at, closingsWindow, inventory: null });
    expect(found).toEqual(expected);
    expect(found.closedSales.value).toBeGreaterThan(50);
  }
});

test('sales between those windows are not asked for', async () => {
  const feed = watched();
  await readMarket(question, { feed, signal });
  const closed = feed.asked.flatMap(({ closed: window }) => (window ? [window] : []));
  const days = closed.reduce((sum, { from, to }) => sum + Math.round((to - from) / 86_400_000), 0);
  expect(days).toBe(90 + 30 + 90);
});

test('a reading of the past that was cut off withholds the comparison alone', async () => {
  const current = reportWindow(NOW, 30, zone);
  const feed = watched(({ closed }) => ({ truncated: closed !== undefined && closed.to < current.to }));
  const { snapshot, changes } = await readMarket(question, { feed, signal });
  expect(snapshot.figures.medianSalePrice.value).not.toBeNull();
  expect(changes.medianSalePrice).toEqual({ previous: null, yearAgo: null });
});

test('stored inventories give the comparison of what is for sale', async () => {
  const ends: number[] = [];
  const { changes, window } = await readMarket(question, {
    feed: sample,
    signal,
    inventoryAtEnd: async (at) => {
      ends.push(at.to);
      return { day: '2026-02-08', active: 100, pending: 50, medianListPrice: 1_000_000 };
    },
  });
  expect(ends).toEqual([window.from, yearAgoWindow(window, zone).to]);
  expect(changes.activeListings.previous).toMatchObject({ kind: 'relative', previous: 100 });
  expect(changes.monthsOfSupply.yearAgo).toMatchObject({ kind: 'difference' });
});
