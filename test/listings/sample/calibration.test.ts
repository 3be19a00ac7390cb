import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { createSampleFeed } from '../../../src/listings/sample/sample-feed.ts';
import { readSharedCsv } from '../../market/shared-data.ts';

const NOW = new Date('2026-01-15T18:00:00Z');
const feed = createSampleFeed({ clock: { now: () => NOW } });
const salesOf = async (city: string) => {
  const query = {
    cities: [city],
    postalCodes: [],
    statuses: ['Closed'],
    types: ['residential', 'condominium'],
  } as const;
  return (await feed.search(query, { signal: new AbortController().signal })).listings;
};

/** Each calendar month's share of a year's sales, January first, 1 = an average month. */
function season(monthsOfSales: readonly number[]): number[] {
  const counts = Array.from({ length: 12 }, (_, month) => monthsOfSales.filter((other) => other === month + 1).length);
  return counts.map((count) => (12 * count) / monthsOfSales.length);
}

const texas = readSharedCsv('txhousing-houston-austin-dallas-2000-2015.csv');
const kingCounty = readSharedCsv('king-county-wa-sales-2014-2015.csv');

if (texas !== null) {
  test('Houston sells through the year as it did from 2000 to 2014', async () => {
    const real = texas.filter(({ city, year }) => city === 'Houston' && Number(year) < 2015);
    const total = real.reduce((sum, { sales }) => sum + Number(sales), 0);
    const realSeason = Array.from(
      { length: 12 },
      (_, index) =>
        real.filter(({ month }) => Number(month) === index + 1).reduce((sum, { sales }) => sum + Number(sales), 0) /
        (total / 12),
    );
    const wholeYears = (await salesOf('Houston')).filter(
      ({ closeDate }) => Number(closeDate) >= Date.UTC(2023, 0, 1, 6) && Number(closeDate) < Date.UTC(2026, 0, 1, 6),
    );
    const months = wholeYears.map(
      ({ closeDate }) => DateTime.fromMillis(closeDate ?? 0, { zone: 'America/Chicago' }).month,
    );
    const sampleSeason = season(months);
    // About 750 sales a calendar month in three years: one standard error is 0.04, and these are four.
    for (const [index, share] of realSeason.entries()) {
      expect(Math.abs((sampleSeason[index] ?? 0) - share)).toBeLessThan(0.16);
    }
    const [slowest, fastest] = [Math.min(...sampleSeason), Math.max(...sampleSeason)];
    expect(sampleSeason.indexOf(slowest)).toBe(realSeason.indexOf(Math.min(...realSeason)));
    expect([4, 5, 6, 7]).toContain(sampleSeason.indexOf(fastest));
  });
}

if (kingCounty !== null) {
  test('Seattle’s prices spread as King County’s do', async () => {
    const spread = (prices: readonly number[]) => {
      const logs = prices.map(Math.log);
      const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
      return Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length);
    };
    const real = spread(kingCounty.map(({ price }) => Number(price)));
    const sample = spread((await salesOf('Seattle')).map(({ closePrice }) => closePrice ?? Number.NaN));
    expect(Math.abs(sample - real)).toBeLessThan(0.12);
  });
}

if (texas === null && kingCounty === null) {
  // Without the real series this still holds, and a file without a test would fail the run.
  test('every sample city has sales', async () => {
    for (const city of ['Houston', 'Seattle']) expect((await salesOf(city)).length).toBeGreaterThan(1_000);
  });
}
