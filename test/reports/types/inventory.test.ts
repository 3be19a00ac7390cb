import { expect, test } from 'vitest';
import { checkNarrative } from '../../../src/insights/check/check-narrative.ts';
import { parseFacts } from '../../../src/insights/facts-file.ts';
import type { Listing } from '../../../src/listings/listing.ts';
import { composeReport } from '../../../src/reports/compose.ts';
import type { MarketHistory } from '../../../src/reports/market-history.ts';
import { activeListing, closedSale, DAY, times } from '../../market/examples.ts';
import { deps, feedOf, houston, type Market, modelOf, request, SCHEDULED_FOR } from '../examples.ts';

const asking = { ...request, reportType: 'inventory' };
const inventoryOf = (market: Market, more: Partial<typeof request> = {}, history?: MarketHistory) =>
  modelOf(market, { request: { reportType: 'inventory', ...more }, ...(history ? { history } : {}) });
const aged = (...days: (number | null)[]): Listing[] =>
  days.map((daysOnMarket, i) => activeListing({ daysOnMarket, streetAddress: `${i + 1} Elm St` }));
const sold = (n: number) =>
  times(n, (i) => closedSale({ closeDate: SCHEDULED_FOR.getTime() - (2 + (i % 80)) * DAY, closePrice: 300_000 }));
const plain = (text = '') => text.replaceAll('\u00a0', ' ');

test('what is longest on the market comes first, and each home says its days', async () => {
  const dated = (daysOnMarket: number | null, listDate: number | null, name: string) =>
    activeListing({ daysOnMarket, listDate, streetAddress: name });
  const active = [
    dated(null, null, 'neither'),
    dated(3, Date.UTC(2025, 4, 30, 12), 'new'),
    dated(null, Date.UTC(2025, 0, 5, 12), 'no days'),
    dated(-4, Date.UTC(2025, 2, 5, 12), 'negative'),
    dated(111, Date.UTC(2025, 1, 11, 12), 'old'),
    dated(0, Date.UTC(2025, 5, 1, 12), 'today'),
    dated(1, null, 'undated'),
  ];
  const { listings } = await inventoryOf({ ...houston(), active });
  expect(listings?.heading).toBe('Longest on the market');
  expect(listings?.groups[0]?.items.map(({ address, when }) => [address, plain(when)])).toEqual([
    ['old', '111 days on market · listed Feb 11, 2025'],
    ['new', '3 days on market · listed May 30, 2025'],
    ['undated', '1 day on market · list date not given'],
    ['today', '0 days on market · listed Jun 1, 2025'],
    ['no days', 'Listed Jan 5, 2025'],
    ['negative', 'Listed Mar 5, 2025'],
    ['neither', 'List date not given'],
  ]);
});

test('the table gives each age its share of the known, and a median from three prices on', async () => {
  const prices = (...all: (number | null)[]) => all.map((listPrice) => activeListing({ daysOnMarket: 100, listPrice }));
  const market = { ...houston(), active: [...aged(2, 2, 20, null, -1), ...prices(300_000, 500_000, null, 600_000)] };
  const [table] = (await inventoryOf(market)).tables;
  expect(table?.columns).toEqual(['On the market', 'For sale', 'Share', 'Median list price']);
  expect(table?.rows).toEqual([
    ['0–7 days', '2', '29%', '–'],
    ['8–14 days', '0', '0%', '–'],
    ['15–30 days', '1', '14%', '–'],
    ['31–60 days', '0', '0%', '–'],
    ['61–90 days', '0', '0%', '–'],
    ['91+ days', '4', '57%', '$500,000'],
  ]);
  expect(table?.basis).toMatch(/; those without days on market are not in it; –: fewer than 3 list prices$/);
  const full = times(6, (band) => aged(...times(3, () => [1, 9, 20, 40, 70, 91][band] ?? 0))).flat();
  expect((await inventoryOf({ ...market, active: full })).tables[0]?.basis).toMatch(/are not in it$/);
});

test('the share of what is for sale more than 90 days stands at the top: of those whose days are known', async () => {
  const { figures } = await inventoryOf({ ...houston(), active: aged(90, 91, 200, 5, 0, null) });
  expect(figures.filter(({ prominent }) => prominent).map(({ key }) => key)).toEqual([
    'activeListings',
    'monthsOfSupply',
    'activeDaysOnMarket',
    'activeOver90Days',
  ]);
  expect(figures[3]).toMatchObject({ text: '40%', n: 5, excluded: { no_days: 1 } });
  expect(figures.map(({ key }) => key)).not.toContain('absorption');
});

test('no narrative may give that share without its days: it would read as any other', async () => {
  const model = await inventoryOf({ ...houston(), active: aged(90, 91, 200, 5, 0) });
  const facts = parseFacts(JSON.stringify(model));
  const { problems } = checkNarrative('Of the active listings, 40% were long on the market.', facts);
  expect(problems.map(({ code }) => code)).toContain('measure');
});

test.each([
  [30, '46.1 months of supply at the pace of the last 90 days'],
  [120, '61.5 months of supply at the pace of the last 120 days'],
  [365, '187.2 months of supply at the pace of the last 12 months'],
])('the headline names the pace that its supply is taken at: a look-back of %i days', async (lookbackDays, supply) => {
  const { headline } = await inventoryOf({ ...houston(), closed: sold(10) }, { lookbackDays });
  expect(headline).toBe(`156 homes are for sale in Houston: ${supply}.`);
});

test('a supply from fewer than ten sales is in no headline', async () => {
  const { headline, figures } = await inventoryOf({ ...houston(), closed: sold(9) });
  expect(headline).toBe('156 homes are for sale in Houston.');
  expect(figures[1]).toMatchObject({ key: 'monthsOfSupply', n: 9, note: 'Very small sample: read with care.' });
});

test('nothing for sale has no supply to tell', async () => {
  const { headline } = await inventoryOf({ ...houston(), active: [] });
  expect(headline).toBe('No home is for sale in Houston.');
});

test('is compared with what was written down and with earlier closings, for two questions more', async () => {
  const then = { day: '2025-05-02', active: 120, pending: 20, medianListPrice: 400_000 };
  const history: MarketHistory = {
    record: async () => {},
    atEnd: async () => then,
    series: async () => ({ whole: false, have: 0, of: 24 }),
  };
  const market = houston();
  const closed = [0, 90, 365].flatMap((days) =>
    market.closed.map((sale) => ({
      ...sale,
      mlsId: sale.mlsId + days * 1_000,
      closeDate: (sale.closeDate ?? 0) - days * DAY,
    })),
  );
  const { feed, queries } = feedOf({ ...market, closed });
  const { model } = await composeReport(asking, deps(feed, { history }));
  const changesOf = (key: string) => model.figures.find((figure) => figure.key === key)?.changes;
  expect(changesOf('activeListings')).toEqual([
    { text: '30.0%', sign: 1, against: 'the previous 30 days', n: 120 },
    { text: '30.0%', sign: 1, against: 'the same days last year', n: 120 },
  ]);
  expect(changesOf('monthsOfSupply')).toHaveLength(2);
  expect(changesOf('closedSales')).toHaveLength(2);
  expect(queries.map(({ statuses }) => statuses[0])).toEqual(['Active', 'Pending', 'Closed', 'Closed', 'Closed']);
});
