import { expect, test } from 'vitest';
import { activeListing, times } from '../market/examples.ts';
import { houston, modelOf } from './examples.ts';

const marketOf = (prices: readonly number[]) => ({
  ...houston(),
  active: prices.map((listPrice) => activeListing({ listPrice, listDate: Date.UTC(2025, 4, 20) })),
});
const featured = (audience: string, prices: readonly number[]) =>
  modelOf(marketOf(prices), { request: { reportType: 'featured_listings', audience } });

test('too few homes widen the limit, and the page says so (M8)', async () => {
  const model = await featured('luxury', [...times(9, () => 400_000), ...times(5, (i) => 520_000 + i)]);
  expect(model.listings?.groups[0]?.items).toHaveLength(5);
  expect(model.notices[1]).toBe(
    'The price limit was lowered from 150% to 125% of the median, because fewer than 4 homes met it.',
  );
});

test('a page that the widest limit does not fill says how few qualify, or that none does (M8)', async () => {
  const prices = (n: number) => [...times(9, () => 400_000), ...times(n, (i) => 180_000 + i)];
  const notices = async (n: number) => {
    const active = marketOf(prices(n)).active.map((home, i) => (i < 9 ? { ...home, bedrooms: 1 } : home));
    const request = { reportType: 'featured_listings', audience: 'first_time_buyer' };
    return (await modelOf({ ...houston(), active }, { request })).notices.slice(1);
  };
  const widened = 'even with the price limit raised from 70% to 120% of the median.';
  expect(await notices(2)).toEqual([`Only 2 homes qualify, ${widened}`]);
  expect(await notices(1)).toEqual([`Only 1 home qualifies, ${widened}`]);
  expect(await notices(0)).toEqual([`No home qualifies, ${widened}`]);
});

test.each([
  ['open_houses', 'homes with an open house'],
  ['new_listings', 'new listings'],
  ['inventory', 'homes'],
])('%s says of what there were too few: another report of the day may have enough', async (reportType, what) => {
  const prices = [...times(40, () => 400_000), ...times(12, (i) => 600_000 + i), ...times(60, () => 500_000)];
  const { active } = marketOf(prices.slice(0, reportType === 'inventory' ? 45 : prices.length));
  const model = await modelOf({ ...houston(), active }, { request: { reportType, audience: 'luxury' } });
  expect(model.notices[1]).toMatch(new RegExp(`(fewer than 6|^Only \\d+) ${what} (met|qualify)`));
});

test.each([
  ['families', []],
  ['condo', []],
])('the page says what %s must be, as far as their name does not', async (audience, criteria) => {
  expect((await featured(audience, [400_000])).notices).toEqual(criteria);
});

test('a schedule’s own filter is said, whatever the preset’s name says', async () => {
  const request = { reportType: 'featured_listings', audience: 'families', filters: { minbeds: 4 } };
  const { notices } = await modelOf(houston(), { request });
  expect(notices[0]).toBe('Houses with at least three bedrooms and two bathrooms: 4 bedrooms or more.');
});

test.each([
  ['luxury', 500_000, 'single-family homes at $500,000 or more', 'Luxury range, widened'],
  [
    'first_time_buyer',
    350_000,
    'houses with at least two bedrooms and two bathrooms at $400,000 or less',
    'First-time buyer range, widened',
  ],
  ['investor', 280_000, 'homes at $280,000 or less', 'Investor range, widened'],
])('%s: once widened, the homes are named by their price (M8)', async (audience, price, many, title) => {
  const model = await featured(audience, [...times(40, () => 400_000), ...times(4, () => price)]);
  expect(model.headline).toContain(many);
  expect(model.title).toBe(`Featured listings: ${title}`);
  expect(model.notices[0]).toMatch(/^Such homes: /);
});
