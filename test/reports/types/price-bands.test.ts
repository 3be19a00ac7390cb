import { expect, test } from 'vitest';
import { renderPdf } from '../../../src/reports/pdf/render-pdf.ts';
import { renderMessage } from '../../../src/reports/render-message.ts';
import { activeListing, closedSale, DAY, times } from '../../market/examples.ts';
import { pdfText, testWithPdf } from '../../support/pdf.ts';
import { footer, houston, type Market, modelOf, type request, SCHEDULED_FOR } from '../examples.ts';
import { visibleText } from '../visible-text.ts';

const asking = (listPrice: number | null, n: number) => times(n, () => activeListing({ listPrice }));
const sold = (closePrice: number | null, n: number) =>
  times(n, (i) => closedSale({ closePrice, closeDate: SCHEDULED_FOR.getTime() - (2 + (i % 300)) * DAY }));
const modelFor = (market: Partial<Market>, more: Partial<typeof request> = {}, truncated = false) =>
  modelOf(
    { active: [], pending: [], closed: [], ...market },
    {
      request: { reportType: 'price_bands', ...more },
      result: { truncated },
    },
  );

/** Between $200K and $600K in steps of $100K: each band's homes for sale and sold. */
const marketOf = (bands: readonly (readonly [active: number, sold: number])[]): Market => ({
  active: bands.flatMap(([n], i) => asking(150_000 + i * 100_000, n)),
  pending: [],
  closed: bands.flatMap(([, n], i) => sold(150_000 + i * 100_000, n)),
});
const EVEN: readonly (readonly [active: number, sold: number])[] = [
  [4, 12],
  [10, 60],
  [26, 60],
  [20, 60],
  [20, 60],
  [4, 15],
];

test('the headline says where supply is shortest and longest, the subject one of the two', async () => {
  const { subject, headline, tables } = await modelFor(marketOf(EVEN));
  expect(headline).toBe(
    '84 homes are for sale in Houston; supply is shortest at $200K–$300K (2.0 months) and longest at $300K–$400K (5.2 months).',
  );
  expect(subject).toBe('Houston by price: 2.0 months of supply at $200K–$300K');
  expect(tables[0]?.rows[1]).toEqual(['$200K–$300K', '10', '60', '2.0 months']);
  expect(tables[0]?.basis).toMatch(/\(n\u00a0=\u00a0267\)$/);
});

test('a headline takes no supply from fewer than ten sales, nor the next one for it, and the table marks it', async () => {
  const { headline, tables } = await modelFor(marketOf(EVEN.map((band, i) => (i === 5 ? [34, 9] : band))));
  expect(headline).toMatch(/; supply is shortest at \$200K–\$300K \(2\.0 months\)\.$/);
  expect(headline).not.toContain('45.3');
  expect(tables[0]?.rows.at(-1)).toEqual(['$600K+', '34', '9', '45.3 months*']);
  expect(tables[0]?.basis).toMatch(/\); \* from fewer than 10 sales$/);
});

test('bands that print the same supply are named together; where all do, none is', async () => {
  const two = await modelFor(marketOf(EVEN.map((band, i) => (i === 3 ? [10, 60] : band))));
  expect(two.headline).toContain('shortest at $200K–$300K and at $400K–$500K (2.0 months)');
  const { subject, headline } = await modelFor(marketOf(EVEN.map(() => [10, 60])));
  expect(headline).toBe('60 homes are for sale in Houston and 360 sold in the 12 months to Jun 1, 2025.');
  expect(subject).toBe('Houston by price: 60 homes for sale');
});

test('where nothing is for sale, the cell says so and the headline does not point there; a dash has its reason below', async () => {
  const { subject, headline, tables } = await modelFor(marketOf([...EVEN.slice(0, 4), [0, 60], [3, 2]]));
  expect(tables[0]?.rows.slice(-2).map(([, ...cells]) => cells)).toEqual([
    ['0', '60', 'none for sale'],
    ['3', '2', '–'],
  ]);
  expect(tables[0]?.basis).toMatch(/\); –: fewer than 3 sales$/);
  expect(headline).toBe('63 homes are for sale in Houston; supply is shortest at $200K–$300K (2.0 months).');
  expect(subject).toBe('Houston by price: 2.0 months of supply at $200K–$300K');
});

test('a column of dashes is left out', async () => {
  const { tables, headline } = await modelFor(
    marketOf([
      [1, 2],
      [2, 2],
      [0, 2],
      [1, 0],
    ]),
  );
  expect(tables[0]?.columns).toEqual(['Price', 'For sale', 'Sold']);
  expect(tables[0]?.rows.every(({ length }) => length === 3)).toBe(true);
  expect(tables[0]?.basis).toMatch(/\); supply needs 3 sales in a price range$/);
  expect(headline).toBe('4 homes are for sale in Houston and 6 sold in the 12 months to Jun 1, 2025.');
});

testWithPdf('e-mail, text and PDF print the same cells (M4)', async () => {
  const model = await modelFor(
    marketOf([
      [4, 2],
      [10, 60],
      [26, 60],
      [20, 60],
      [0, 60],
      [34, 9],
    ]),
  );
  const { html, text } = renderMessage(model, footer);
  const surfaces = [visibleText(html), text, await pdfText(await renderPdf(model))].map((page) =>
    page.replace(/\s+/g, ' '),
  );
  const { rows = [], basis = '' } = model.tables[0] ?? {};
  expect(rows.flat()).toEqual(expect.arrayContaining(['none for sale', '45.3 months*', '–']));
  for (const page of surfaces) for (const cell of rows.flat()) expect(page).toContain(cell);
  for (const page of surfaces) expect(page).toContain(basis.slice(basis.indexOf('; * from')));
});

test('the bands end at the limit of the homes that were chosen, to the dollar', async () => {
  const market = marketOf(EVEN);
  const luxury = await modelFor(
    {
      active: [...asking(350_300, 9), ...asking(530_000, 3), ...asking(700_000, 4)],
      closed: [...sold(530_000, 20), ...sold(700_000, 20)],
    },
    { audience: 'luxury' },
  );
  expect(luxury.notices[0]).toMatch(/priced at \$525,450 or more/);
  expect(luxury.tables[0]?.rows.map(([name]) => name)).toEqual([
    '$525,450–$550K',
    '$550K–$600K',
    '$600K–$650K',
    '$650K–$700K',
    '$700K+',
  ]);
  const labels = async (filters: (typeof request)['filters']) => {
    const { tables, charts } = await modelFor(market, { filters });
    const categories = charts.find(({ key }) => key === 'price_bands')?.categories;
    expect(categories).toEqual(tables[0]?.rows.map(([name]) => name));
    return categories;
  };
  expect(await labels({ maxprice: 460_500 })).toEqual([
    'Under $250K',
    '$250K–$300K',
    '$300K–$350K',
    '$350K–$400K',
    '$400K–$450K',
    '$450K–$460,500',
  ]);
  expect(await labels({ maxprice: 450_000, minprice: 200_000 })).toEqual([
    '$250K–$300K',
    '$300K–$350K',
    '$350K–$400K',
    '$400K–$450K',
  ]);
});

test('a home at the limit itself is in the last band', async () => {
  const { tables } = await modelFor(marketOf(EVEN), { filters: { maxprice: 450_000 } });
  expect(tables[0]?.rows.at(-1)).toEqual(['$400K–$450K', '20', '60', '4.0 months']);
});

test('the snapshot’s chart by price ends at the limit as well', async () => {
  const request = { reportType: 'market_snapshot', lookbackDays: 365, filters: { maxprice: 460_500 } };
  const { charts } = await modelOf(marketOf(EVEN), { request });
  expect(charts.find(({ key }) => key === 'price_bands')?.categories.at(-1)).toBe('$450K–$460,500');
});

test('what stands in the headline does not take one of the four places above', async () => {
  const { figures } = await modelFor(houston());
  expect(figures.filter(({ prominent }) => prominent).map(({ key }) => key)).toEqual([
    'medianListPrice',
    'medianSalePrice',
    'monthsOfSupply',
    'saleToList',
  ]);
});

const SOME = '9 homes are for sale in Houston and 9 sold in the 12 months to Jun 1, 2025';

test.each([
  [null, null, `${SOME}; their prices are not recorded.`, 'they are taken from sale prices, and none is recorded'],
  [
    300_000,
    null,
    `${SOME}; the sale prices are not recorded.`,
    'they are taken from sale prices, and none is recorded',
  ],
  [null, 300_000, `${SOME}; the list prices are not recorded.`, null],
])('prices that are not recorded: asked %s, sold %s', async (asked, paid, headline, why) => {
  const model = await modelFor({ active: asking(asked, 9), closed: sold(paid, 9) });
  expect(model.headline).toBe(headline);
  expect(model.notices).toEqual(why === null ? [] : [`No price ranges are shown: ${why}.`]);
  expect(model.subject).toBe(`Houston${why === null ? ' by price' : ''}: 9 homes for sale`);
  expect(model.tables).toHaveLength(why === null ? 1 : 0);
});

test('without price ranges one sentence says why', async () => {
  const none = await modelFor({ active: asking(300_000, 2) });
  expect(none.headline).toBe('2 homes are for sale in Houston and none sold in the 12 months to Jun 1, 2025.');
  expect(none.notices).toEqual(['No price ranges are shown: they are taken from closed sales, and there are none.']);
  const cut = await modelFor(marketOf(EVEN), {}, true);
  expect(cut.subject).toBe('Houston: market report');
  expect(cut.headline).toBe(
    'How many homes for sale in Houston and how many sold in the 12 months to Jun 1, 2025 is not known.',
  );
  expect(cut.notices).toEqual(['No price ranges are shown: the feed holds more active listings than could be read.']);
  const narrow = await modelFor(marketOf(EVEN), { filters: { minprice: 210_000, maxprice: 260_000 } });
  expect(narrow.notices.at(-1)).toBe('No price ranges are shown: one of them would hold all homes.');
});

test('a selection that could not be made gives its own reason, and no other', async () => {
  const { notices, headline } = await modelFor(
    { active: asking(null, 9), closed: sold(null, 9) },
    { audience: 'luxury' },
  );
  expect(headline).toMatch(/^No luxury homes in Houston could be chosen this time/);
  expect(notices.filter((line) => line.startsWith('No price ranges'))).toEqual([]);
});
