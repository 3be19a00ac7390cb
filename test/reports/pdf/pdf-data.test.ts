import { expect, test } from 'vitest';
import { renderChartSvg } from '../../../src/reports/charts/render-svg.ts';
import type { ReportModel } from '../../../src/reports/model.ts';
import { pdfData } from '../../../src/reports/pdf/pdf-data.ts';
import { renderPdf } from '../../../src/reports/pdf/render-pdf.ts';
import { renderHtml } from '../../../src/reports/render-html.ts';
import { renderText } from '../../../src/reports/render-text.ts';
import { historyOf } from '../../gallery/history.ts';
import { MARKETS } from '../../gallery/markets.ts';
import { activeListing, DAY, times } from '../../market/examples.ts';
import { pdfText, testWithPdf } from '../../support/pdf.ts';
import { footer, houston, modelOf } from '../examples.ts';

const dataOf = (model: ReportModel) => pdfData(model, () => '');

const homesIn = (text: string, pattern: RegExp): number[] =>
  [...new Set([...text.matchAll(pattern)].map(([, home]) => Number(home)))].toSorted((a, b) => a - b);

test.each(['market_snapshot', 'new_listings', 'new_listings_gallery', 'featured_listings', 'inventory', 'open_houses'])(
  '%s: each surface has the disclaimers of the listings that it shows, and of no other',
  async (reportType) => {
    const active = times(60, (i) =>
      activeListing({
        listPrice: 400_000 + i * 1_000,
        listDate: Date.UTC(2025, 5, 1, 5) - (i % 28) * DAY,
        streetAddress: `${100 + i} Elm St`,
        disclaimer: `Own words of ${100 + i}.`,
      }),
    );
    const model = await modelOf({ ...houston(), active }, { request: { reportType } });
    const surfaces = {
      pdf: JSON.stringify(dataOf(model)),
      html: renderHtml(model, footer),
      text: renderText(model, footer),
    };
    for (const [name, text] of Object.entries(surfaces)) {
      const shown = homesIn(text, /\b(\d+) Elm St/g);
      expect(shown.length, name).toBeGreaterThan(7);
      expect(homesIn(text, /Own words of (\d+)/g), name).toEqual(shown);
    }
  },
);

test('a report that was stored before the PDF had disclaimers of its own prints those that it has', async () => {
  const active = [activeListing({ disclaimer: 'Own words.' })];
  const { allDisclaimers: _, ...older } = await modelOf({ ...houston(), active });
  expect(dataOf(older).sources.at(-1)).toBe('Own words.');
});

test('the document’s title has one colon, whomever it is for', async () => {
  const titleOf = async (audience: string) =>
    dataOf(await modelOf(houston(), { request: { reportType: 'new_listings', audience } })).documentTitle;
  expect(await titleOf('all')).toBe('New listings: Houston, May 3 – Jun 1, 2025');
  expect(await titleOf('condo')).toBe('New listings, condominiums: Houston, May 3 – Jun 1, 2025');
});

test('a change’s number stays with its unit, and is set off from what it is compared with', async () => {
  const model = await modelOf();
  const changes = [{ text: '0.1 points', sign: 1 as const, against: 'the previous 30 days' }];
  const data = dataOf({ ...model, figures: model.figures.map((item) => ({ ...item, changes })) });
  expect(data.others[0]?.changes).toEqual([{ movement: '+0.1\u00a0points', against: 'from the previous 30 days' }]);
});

test('a table’s column says of what “Not given” is said, a card says it itself', async () => {
  const active = times(14, () => activeListing({ listPrice: null }));
  const { listings } = dataOf(
    await modelOf({ ...houston(), active }, { request: { reportType: 'new_listings_gallery' } }),
  );
  expect(listings?.cards[0]?.price).toBe('Price not given');
  expect(listings?.groups[0]?.items.map(({ price }) => price)).toEqual(times(5, () => 'Not given'));
});

testWithPdf(
  'a full table has a column for each fact of a sale; of a report that was stored before, it has the line',
  async () => {
    const model = await modelOf(houston(), { request: { reportType: 'closed' } });
    const words = async (printed: ReportModel) => (await pdfText(await renderPdf(printed))).replaceAll(/\s+/g, ' ');
    const text = await words(model);
    for (const head of ['Sold', 'Asked', 'Days', 'Sold for', 'May 31, 2025', '$245,000']) expect(text).toContain(head);
    expect(text).not.toContain('asked');
    const { listings } = model;
    if (listings === null) throw new Error('The report has no sales.');
    const { columns: _, groups, ...older } = listings;
    const items = groups.flatMap((group) => group.items.map(({ cells: __, ...item }) => item));
    const stored = await words({ ...model, listings: { ...older, groups: [{ heading: null, items }] } });
    expect(stored).toContain('Sold May 31, 2025 · asked');
  },
);

testWithPdf('beside a basis a note is a sentence of its own, and a change is printed as a whole', async () => {
  const model = await modelOf();
  const changes = [{ text: '3 days', sign: 1 as const, against: 'the previous 30 days' }];
  const figures = model.figures.map((item) => ({ ...item, changes, basis: 'closed sales', note: 'Small sample.' }));
  const text = (await pdfText(await renderPdf({ ...model, figures }))).replaceAll(/\s+/g, ' ');
  const count = (words: string) => text.split(words).length - 1;
  const prominent = figures.filter((item) => item.prominent).length;
  expect(count('closed sales. Small sample.')).toBe(figures.length - prominent);
  expect(count('closed sales Small sample.')).toBe(prominent);
  expect(count('+3 days from the previous 30 days')).toBe(figures.length);
});

testWithPdf(
  'a sale’s number stands beside its place, and neither it nor a longer office takes a third line',
  async () => {
    const fields = { listingId: '98765432', officeName: 'Gulf Coast Properties LLC' };
    const closed = houston().closed.map((sale) => ({ ...sale, ...fields }));
    const model = await modelOf({ ...houston(), closed }, { request: { reportType: 'closed' } });
    const lines = (await pdfText(await renderPdf(model))).replaceAll('\u00a0', ' ').split('\n');
    expect(lines).toContain('Houston, TX 77002 · MLS# 98765432');
    expect(lines).toContain('Listed by Gulf Coast Properties LLC');
  },
);

test('bars alone are drawn lower than those that a line has to clear', async () => {
  const heightOf = async (reportType: string) => {
    const heights: number[] = [];
    pdfData(await modelOf(houston(), { request: { reportType } }), (_, { height }) => {
      heights.push(height);
      return '';
    });
    return heights[0] ?? 0;
  };
  expect(await heightOf('price_bands')).toBeLessThan(await heightOf('closed'));
});

test.each([
  ['closed', 'hot'],
  ['closed', 'slow'],
  ['market_snapshot', 'hot'],
] as const)('%s of a %s market: no number of a line lies on another number', async (reportType, state) => {
  const market = MARKETS[state] ?? houston();
  const model = await modelOf(market, { request: { reportType }, history: historyOf(market) });
  const { charts } = pdfData(model, renderChartSvg);
  for (const { svg } of charts) {
    const numbers = numbersOn(svg);
    for (const one of numbers.filter(({ text }) => text.startsWith('$'))) {
      const touching = numbers.filter(
        ({ x, y }) => Math.abs(x - one.x) < 20 && Math.abs(y - one.y) < HIGH_AS_LETTERS && (x !== one.x || y !== one.y),
      );
      expect(touching, one.text).toEqual([]);
    }
  }
});

/** Of a line's numbers, which are 13 px. */
const HIGH_AS_LETTERS = 13;

/** Where the middle of each number stands. */
const numbersOn = (svg: string) =>
  [...svg.matchAll(/<text([^>]*)translate\(([\d.]+) ([\d.]+)\)[^>]*>(\$?\d+K?)</g)].map(
    ([, attributes = '', x, y, text = '']) => ({
      x: Number(x),
      y: Number(y) + Number(/ y="(.+?)"/.exec(attributes)?.[1] ?? 0),
      text,
    }),
  );
