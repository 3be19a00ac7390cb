import { expect, test } from 'vitest';
import { AUDIENCES } from '../../src/listings/filters/audiences.ts';
import type { Listing } from '../../src/listings/listing.ts';
import { type ComposeDeps, composeReport, type ReportRequest } from '../../src/reports/compose.ts';
import type { ReportModel } from '../../src/reports/model.ts';
import { reportTypes } from '../../src/reports/types/report-types.ts';
import { MARKETS } from '../gallery/markets.ts';
import { activeListing, closedSale, DAY, times } from '../market/examples.ts';
import { deps, feedOf, houston, modelOf, request } from './examples.ts';

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
    'Luxury homes: single-family, priced at $600,000 or more (150% of the area’s median list price of $400,000).',
  ]);
});

test.each(['luxury', 'investor', 'first_time_buyer'])(
  'whichever homes a report is about, a limit for %s rests on all that is for sale',
  async (audience) => {
    const market = { ...houston(), active: times(40, (i) => activeListing({ listPrice: 350_000 + i * 1_000 })) };
    const texts: string[] = [];
    for (const reportType of ['closed', 'new_listings', 'price_bands', 'market_snapshot']) {
      const { notices } = await modelOf(market, { request: { reportType, audience } });
      texts.push(notices[0] ?? '');
    }
    for (const text of texts)
      expect(text).toMatch(/list price of \$369,500|\$369,500 or \w+ \(the area’s median list price\)/);
  },
);

const textsOf = ({ figures }: ReportModel) => Object.fromEntries(figures.map(({ key, text }) => [key, text]));
const composed = (feed: ComposeDeps['feed'], more: Partial<ReportRequest>) =>
  composeReport({ ...request, ...more }, deps(feed));
/** A feed whose active listings were cut off. */
const cutOff = () => {
  const { feed } = feedOf(houston());
  const search: typeof feed.search = async (query, options) => ({
    ...(await feed.search(query, options)),
    truncated: query.statuses[0] === 'Active' && query.listed === undefined,
  });
  return { ...feed, search };
};

test('the limit of closed sales is settled on those that the page shows (M8)', async () => {
  const sold = (n: number, daysAgo: number, closePrice: number) =>
    times(n, () =>
      closedSale({ closeDate: Date.UTC(2025, 4, 31, 5) - daysAgo * DAY, closePrice, listPrice: closePrice }),
    );
  const closed = [...sold(2, 5, 600_000), ...sold(8, 5, 500_000), ...sold(40, 5, 300_000), ...sold(20, 60, 600_000)];
  const active = marketOf(times(9, () => 400_000)).active;
  const request = { reportType: 'closed', audience: 'luxury' };
  const model = await modelOf({ ...houston(), active, closed }, { request });
  expect(model.notices[1]).toBe(
    'The price limit was lowered from 150% to 125% of the median, because fewer than 6 closed sales met it.',
  );
  expect(textsOf(model).closedSales).toBe('10');
});

test.each([
  ['market_snapshot', 'No condominium is active or pending in Houston, and none closed in the 30 days'],
  ['closed', 'In Houston, no condominium closed in the 30 days'],
  ['inventory', 'There is no listing of condominiums to show in Houston for the 30 days'],
  ['open_houses', 'There is no open house of condominiums in Houston in the 7 days'],
])('%s without any of the audience’s homes does not call the area empty', async (reportType, reason) => {
  const houses = (listings: readonly Listing[]) =>
    listings.map((home): Listing => ({ ...home, type: 'RES', subtype: 'singlefamilyresidence' }));
  const { active, pending, closed } = houston();
  const { feed } = feedOf({ active: houses(active), pending: houses(pending), closed: houses(closed) });
  const report = await composed(feed, { reportType, audience: 'condo' });
  expect(report).toMatchObject({ empty: true, reason: expect.stringContaining(reason) });
});

test('a limit that cannot be told selects nothing, never everything, and no count is claimed (M1, M8)', async () => {
  const active = times(9, () => activeListing({ listPrice: null }));
  const model = await modelOf({ ...houston(), active }, { request: { reportType: 'inventory', audience: 'investor' } });
  expect(textsOf(model)).toMatchObject({ activeListings: '–', closedSales: '–' });
  expect(model.figures[0]?.note).toBe('Not shown: the homes could not be chosen.');
  expect(model.listings?.groups[0]?.items).toEqual([]);
  expect(model.headline).toBe(
    'No homes in the investor range in Houston could be chosen this time: the area’s median list price is not known.',
  );
  expect(model.notices).toEqual([
    'Homes in the investor range: priced at 50% of the area’s median list price or less.',
  ]);
});

const AUDIENCES_BUT_ALL = Object.keys(AUDIENCES).filter((audience) => audience !== 'all');
const CASES = [...reportTypes.keys()].flatMap((type) => AUDIENCES_BUT_ALL.map((audience) => [type, audience] as const));
/** New listings are answered by their list date: it is all that is known of these. */
const ofState = (state: string) => {
  const { active, pending, closed } = MARKETS[state] ?? houston();
  const listDate = Date.UTC(2025, 4, 20);
  return feedOf({ active: active.map((home) => ({ ...home, listDate })), pending, closed }).feed;
};

test.each(CASES)('%s: how many are for %s is unknown where no home could be checked, not 0', async (type, audience) => {
  const report = await composed(ofState('null'), { reportType: type, audience });
  const { figures, headline, subject, notices } = report.model;
  expect(figures.slice(0, 4).map(({ text }) => text)).toEqual(['–', '–', '–', '–']);
  expect(headline).toMatch(/^No .+ in Houston could be chosen this time: .+\.$/);
  expect(subject).not.toMatch(/\b(no|0|nothing)\b/);
  for (const notice of notices) expect(notice).not.toMatch(/could not|is not known/);
  expect(report).not.toHaveProperty('empty');
});

test.each(CASES)('%s for %s: with no listing at all nothing is said of a choice', async (type, audience) => {
  const report = await composed(ofState('empty'), { reportType: type, audience });
  for (const notice of report.model.notices) expect(notice).not.toMatch(/could not|is not known/);
  expect(report.model.headline).not.toContain('could');
  expect(report).toMatchObject({ empty: true });
});

test('where nothing was newly listed, nothing is said of a limit that is not known', async () => {
  const { feed } = feedOf(MARKETS.null ?? houston());
  const { model } = await composed(feed, { reportType: 'new_listings', audience: 'luxury' });
  expect(textsOf(model).newActiveListings).toBe('0');
  expect(model.notices).toEqual([
    'Luxury homes: single-family, priced at 150% of the area’s median list price or more.',
  ]);
});

test('zero is said where no home may belong, whatever is not known of it', async () => {
  const rental = activeListing({ type: 'RNT', listPrice: 2_000, bedrooms: null });
  const active = [...times(9, () => activeListing({ subtype: null, bedrooms: 1, bathrooms: null })), rental];
  const report = await composed(feedOf({ ...houston(), active }).feed, {
    reportType: 'new_listings',
    audience: 'families',
  });
  expect(textsOf(report.model).newActiveListings).toBe('0');
  expect(report).toMatchObject({ empty: true });
});

test('a sale of another window does not vouch for those of this one', async () => {
  const sold = (daysAgo: number, subtype: string | null) =>
    closedSale({ closeDate: Date.UTC(2025, 4, 31, 5) - daysAgo * DAY, type: 'RES', subtype });
  const closed = [sold(60, 'condominium'), sold(5, null)];
  const model = await modelOf({ ...houston(), closed }, { request: { reportType: 'closed', audience: 'condo' } });
  expect(textsOf(model).closedSales).toBe('–');
  const known = [sold(4, 'condominium'), ...closed];
  const counted = await modelOf(
    { ...houston(), closed: known },
    { request: { reportType: 'closed', audience: 'condo' } },
  );
  expect(textsOf(counted).closedSales).toBe('1');
  expect(counted.notices).toContain('1 home could not be checked, because its data are missing.');
});

test('a limit lost to a reading that was cut off withholds the complete ones too (V6)', async () => {
  const { model } = await composed(cutOff(), { audience: 'luxury' });
  expect(textsOf(model)).toMatchObject({ closedSales: '–', pendingListings: '–', activeListings: '–' });
  expect(model.subject).toBe('Houston luxury homes: market snapshot');
  expect(model.headline).toBe(
    'No luxury homes in Houston could be chosen this time: the area’s median list price is not known.',
  );
  expect(model.narrative?.text).not.toContain('No ');
});

test('and the days’ new listings: not "0 homes listed", and not empty', async () => {
  const report = await composed(cutOff(), { reportType: 'new_listings', audience: 'luxury' });
  expect(textsOf(report.model).newActiveListings).toBe('–');
  expect(report.model.headline).not.toMatch(/0 homes|Many/);
  expect(report).not.toHaveProperty('empty');
});

test('with no home for sale a limit is unknown, and what sold is not said to be nothing', async () => {
  const { feed } = feedOf({ ...houston(), active: [], pending: [] });
  const report = await composed(feed, { audience: 'luxury' });
  expect(textsOf(report.model)).toMatchObject({ closedSales: '–', activeListings: '0', pendingListings: '0' });
  expect(report).not.toHaveProperty('empty');
  const nothing = await composed(feedOf({ active: [], pending: [], closed: [] }).feed, { audience: 'luxury' });
  expect(nothing).toMatchObject({ empty: true });
});

test('open houses of homes that cannot be told have no number', async () => {
  const report = await composed(cutOff(), { reportType: 'open_houses', audience: 'luxury' });
  expect(textsOf(report.model)).toMatchObject({ openHouses: '–', openHouseHomes: '–' });
  expect(report).not.toHaveProperty('empty');
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

test('an unknown audience or filter is the schedule’s fault', async () => {
  await expect(featured('everybody', [1])).rejects.toMatchObject({ scope: 'schedule', code: 'unknown_audience' });
  const filters = { maxbeds: 3 };
  await expect(modelOf(houston(), { request: { filters } })).rejects.toMatchObject({ scope: 'schedule' });
});

test.each(['new_listings', 'featured_listings', 'open_houses', 'inventory', 'market_snapshot'])(
  'a limit of the median sale price is known to %s too',
  async (reportType) => {
    const { feed, queries } = feedOf(houston());
    const filters = { price: { percent: 100, of: 'sale', direction: 'at_least' } };
    const { model } = await composed(feed, { reportType, filters });
    expect(model.notices[0]).toMatch(/^Selected homes: priced at \$\d+,\d+ or more \(the area’s median sale price\)/);
    expect(model.figures[0]?.value).toBeGreaterThan(0);
    expect(queries.filter(({ statuses }) => statuses[0] === 'Active')).toHaveLength(
      reportType === 'open_houses' ? 0 : 1,
    );
  },
);

test('a rent is no price: it moves no limit, and makes up for no home that is missing (V11)', async () => {
  const rentals = times(20, () => activeListing({ type: 'RNT', listPrice: 2_000 }));
  const market = marketOf([...times(9, () => 400_000), ...times(3, (i) => 180_000 + i)]);
  const of = (active: typeof rentals) =>
    modelOf({ ...market, active }, { request: { reportType: 'inventory', audience: 'investor' } });
  const { notices } = await of([...market.active, ...rentals]);
  expect(notices).toEqual((await of(market.active)).notices);
});

test('of featured homes that were cut off it is not said that they are the dearest', async () => {
  const { model } = await composed(cutOff(), { reportType: 'featured_listings' });
  expect(model.headline).toBe('High-priced homes for sale in Houston, of those that could be read.');
  expect(model.listings?.heading).toBe('Highest priced first, of those read');
  const whole = await composed(feedOf(houston()).feed, { reportType: 'featured_listings' });
  expect(whole.model.headline).toBe(
    'Of the 156 homes for sale in Houston, these 8 ask the most, the highest $748,897.',
  );
});
