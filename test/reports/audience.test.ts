import { expect, test } from 'vitest';
import { activeListing, times } from '../market/examples.ts';
import { houston, modelOf } from './examples.ts';

const marketOf = (prices: readonly number[]) => ({
  ...houston(),
  active: prices.map((listPrice) => activeListing({ listPrice, listDate: Date.UTC(2025, 4, 20) })),
});
const featured = (audience: string, prices: readonly number[]) =>
  modelOf(marketOf(prices), { request: { reportType: 'featured_listings', audience } });

test('a price limit is a share of the area’s own median, and the page says so', async () => {
  const model = await featured('luxury', [...times(9, () => 400_000), ...times(5, (i) => 700_000 + i)]);
  expect(model.title).toBe('Featured listings: Luxury homes');
  expect(model.listings?.groups[0]?.items).toHaveLength(5);
  expect(model.notices).toEqual([
    'Luxury homes: priced at $600,000 or more, 150% of the area’s median list price of $400,000.',
  ]);
});

test('too few homes widen the limit, and the page says so (M8)', async () => {
  const model = await featured('luxury', [...times(9, () => 400_000), ...times(5, (i) => 520_000 + i)]);
  expect(model.listings?.groups[0]?.items).toHaveLength(5);
  expect(model.notices[1]).toBe(
    'The price limit was widened from 150% to 125% of the median, because fewer than 4 homes met it.',
  );
});

test('a limit that cannot be told selects nothing, never everything (M8)', async () => {
  const active = times(9, () => activeListing({ listPrice: null }));
  const model = await modelOf({ ...houston(), active }, { request: { reportType: 'inventory', audience: 'investor' } });
  expect(model.figures.find(({ key }) => key === 'activeListings')?.text).toBe('0');
  expect(model.notices[0]).toMatch(/^Nothing is selected: /);
});

test('every figure is about the audience’s homes', async () => {
  const market = {
    ...houston(),
    active: houston().active.map((home, i) => ({ ...home, bedrooms: i % 2 === 0 ? 4 : 2 })),
  };
  const model = await modelOf(market, { request: { reportType: 'inventory', audience: 'families' } });
  const all = await modelOf(market, { request: { reportType: 'inventory' } });
  const count = (figures: typeof model.figures) => figures.find(({ key }) => key === 'activeListings')?.value ?? 0;
  expect(count(model.figures)).toBeGreaterThan(0);
  expect(count(model.figures)).toBeLessThan(count(all.figures));
});

test('the narrative speaks of these homes, not of the area’s', async () => {
  const closed = houston().closed.map((home) => ({ ...home, bedrooms: 1 }));
  const request = { reportType: 'inventory', audience: 'families' };
  const model = await modelOf({ ...houston(), closed }, { request });
  expect(model.narrative?.text).toMatch(/^No sale closed in Houston \(selected homes\) /);
});

test('an unknown audience or filter is the schedule’s fault', async () => {
  await expect(featured('everybody', [1])).rejects.toMatchObject({ scope: 'schedule', code: 'unknown_audience' });
  const filters = { maxbeds: 3 };
  await expect(modelOf(houston(), { request: { filters } })).rejects.toMatchObject({ scope: 'schedule' });
});
