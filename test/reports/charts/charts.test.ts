import { expect, test } from 'vitest';
import { chartAlt } from '../../../src/reports/charts/alt.ts';
import { chartImages } from '../../../src/reports/charts/chart-images.ts';
import { GROUND, SERIES_COLOURS } from '../../../src/reports/charts/palette.ts';
import { renderPng } from '../../../src/reports/charts/render-png.ts';
import { renderChartSvg } from '../../../src/reports/charts/render-svg.ts';
import { contrast } from '../../../src/reports/colour.ts';
import type { ReportChart } from '../../../src/reports/model.ts';
import { closedSale, DAY, times } from '../../market/examples.ts';
import { decodePng } from '../../support/decode-png.ts';
import { houston, type Market, modelOf, type request } from '../examples.ts';

test('the alt text carries every number of the picture', async () => {
  for (const chart of (await modelOf()).charts) {
    const alt = chartAlt(chart);
    for (const { texts, name } of chart.series) {
      expect(alt).toContain(name.toLowerCase());
      for (const text of texts) expect(alt).toContain(text);
    }
    for (const category of chart.categories) expect(alt).toContain(category);
  }
});

test('no chart where its data are cut off, or too few to draw', async () => {
  expect((await modelOf()).charts.map(({ key }) => key)).toEqual(['sales_by_week', 'time_to_sell']);
  expect((await modelOf(houston(), { result: { truncated: true } })).charts).toEqual([]);
  const few = { ...houston(), closed: houston().closed.slice(0, 4) };
  expect((await modelOf(few)).charts.map(({ key }) => key)).not.toContain('sales_by_week');
  const handful = { ...few, active: houston().active.slice(0, 7) };
  expect((await modelOf(handful)).charts).toEqual([]);
});

test('no price ranges of a quarter’s sales alone: with the quarter their edges would move (M5)', async () => {
  const keys = async (more: Partial<typeof request>) =>
    (await modelOf(houston(), { request: more })).charts.map(({ key }) => key);
  expect(await keys({})).not.toContain('price_bands');
  expect(await keys({ lookbackDays: 365 })).toContain('price_bands');
  expect(await keys({ reportType: 'price_bands' })).toContain('price_bands');
});

const chartOf = async (key: string, closed: Market['closed'], lookbackDays = 30) =>
  (await modelOf({ ...houston(), closed }, { request: { lookbackDays } })).charts.find((chart) => chart.key === key);
const sum = (values: readonly (number | null)[] = []) => values.reduce((all: number, n) => all + (n ?? 0), 0);
const SOLD = Date.UTC(2025, 4, 31, 5);

test.each([30, 365])('the basis of the weeks is what they show, at a look-back of %i days', async (lookbackDays) => {
  const weeks = await chartOf('sales_by_week', houston().closed, lookbackDays);
  expect(sum(weeks?.series[0]?.values)).toBe(83);
  expect(weeks?.basis).toBe('closed sales, Mar 10 – Jun 1, 2025 (n\u00a0=\u00a083)');
});

test('a week has a median from five sales on, and the basis says where one has none', async () => {
  const weeks = (...counts: number[]) =>
    counts.flatMap((n, week) => times(n, () => closedSale({ closeDate: SOLD - 7 * week * DAY, closePrice: 300_000 })));
  const some = await chartOf('sales_by_week', weeks(5, 4, 5, 5, 5, 5, 5, 5, 5));
  expect(some?.series[1]?.values.slice(-4)).toEqual([300_000, 300_000, null, 300_000]);
  expect(some?.basis).toMatch(/; weeks of fewer than 5 sales have no median$/);
  for (const few of [weeks(5, 4, 5, 5, 5, 5, 5, 5), weeks(4, 4, 4, 4, 4, 4)]) {
    const none = await chartOf('sales_by_week', few);
    expect(none?.series.map(({ name }) => name)).toEqual(['Closed sales']);
    expect(none?.title).toBe('Closed sales, week by week');
  }
  expect(await chartOf('sales_by_week', weeks(6, 6, 6, 5))).toBeUndefined();
});

test('days to sell are those of the figure, contract less list date where the MLS counts none', async () => {
  const listDate = SOLD - 40 * DAY;
  const closed = [
    ...times(10, () => closedSale({ closeDate: SOLD, daysOnMarket: 5 })),
    ...times(4, () => closedSale({ closeDate: SOLD, daysOnMarket: null, listDate, contractDate: listDate + 20 * DAY })),
    ...times(3, () => closedSale({ closeDate: SOLD, daysOnMarket: -1 })),
  ];
  const chart = await chartOf('time_to_sell', closed);
  expect(chart?.series[0]?.values).toEqual([10, 0, 4, 0, 0, 0]);
  expect(chart?.basis).toMatch(/\(n\u00a0=\u00a014\)$/);
});

test('the sales of the price ranges are those with a price', async () => {
  const closed = [...houston().closed, closedSale({ closeDate: SOLD, closePrice: null })];
  const bands = await chartOf('price_bands', closed, 365);
  expect(sum(bands?.series[1]?.values)).toBe(89);
  expect(bands?.basis).toMatch(/\(n\u00a0=\u00a089\)$/);
});

test('each sale of the twelve weeks is in one of them', async () => {
  const [weeks] = (await modelOf()).charts;
  const counts = weeks?.series[0]?.values ?? [];
  expect(counts).toHaveLength(12);
  // One sale a day: the 84 days of twelve weeks, less the last one, on which none closed.
  expect(counts.reduce((sum: number, n) => sum + (n ?? 0), 0)).toBe(83);
});

test('a picture is twice as large as it is shown, and as the page names it', async () => {
  const model = await modelOf();
  const images = await chartImages(model);
  expect(images.map(({ cid }) => cid)).toEqual(
    model.charts.map(({ key }) => `chart-${key.replaceAll('_', '-')}@reportctl`),
  );
  for (const { content } of images) {
    expect(content.subarray(1, 4).toString()).toBe('PNG');
    expect([content.readUInt32BE(16), content.readUInt32BE(20)]).toEqual([1_088, 653]);
  }
});

test('the same chart gives the same picture, another one another', async () => {
  const [chart] = (await modelOf()).charts;
  if (!chart) throw new Error('no chart');
  const one = await chartImages({ charts: [chart] });
  expect((await chartImages({ charts: [structuredClone(chart)] }))[0]?.content).toBe(one[0]?.content);
  const other = { ...chart, categories: chart.categories.map((name) => `${name}!`) };
  expect((await chartImages({ charts: [other] }))[0]?.content.equals(one[0]?.content ?? Buffer.alloc(0))).toBe(false);
});

test('colours are readable on the ground, and told apart in grey', () => {
  for (const colour of SERIES_COLOURS) expect(contrast(colour, GROUND)).toBeGreaterThanOrEqual(3);
});

test('foreign text in a chart is text (S1)', () => {
  const chart: ReportChart = {
    key: 'k',
    title: 't',
    basis: 'b',
    categories: ['<script>alert(1)</script>', '"><image href="https://evil"/>'],
    series: [{ name: '</text><script/>', mark: 'bar', unit: 'count', values: [1, null], texts: ['{a}', '–'] }],
  };
  const svg = renderChartSvg(chart, { width: 544, height: 260 });
  expect(svg).not.toMatch(/<script|<image/);
  expect(svg).toContain('&lt;script&gt;');
  expect(svg).toContain('{a}');
});

test('what a drawing leaves see-through is white', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"><path fill="#c81432" d="M0 0h1v1H0z"/></svg>';
  const { width, mean } = decodePng(await renderPng(svg, 2));
  expect([width, mean(0, 0, 1, 1), mean(3, 0, 1, 1)]).toEqual([4, [200, 20, 50], [255, 255, 255]]);
});

test('price ranges do not run into one another: five take two lines, as six ranges of days need not', () => {
  const bars = (categories: string[]): ReportChart => ({
    key: 'k',
    title: 't',
    basis: 'b',
    categories,
    series: [
      { name: 'n', mark: 'bar', unit: 'count', values: categories.map(() => 1), texts: categories.map(() => '1') },
    ],
  });
  const draw = (categories: string[]) => renderChartSvg(bars(categories), { width: 400, height: 240 });
  for (const count of [5, 6]) expect(draw(Array(count).fill('$700K–$750K'))).not.toContain('$700K–$750K');
  expect(draw(Array(3).fill('$700K–$750K'))).toContain('$700K–$750K');
  expect(draw(Array(6).fill('31–60 days'))).toContain('>31–60<');
});

test('the highest column’s number stays clear of the legend, also where it ends the scale', () => {
  const series = ['For sale', 'Sold'].map((name) => {
    return { name, mark: 'bar' as const, unit: 'count' as const, values: [50, 10], texts: ['50', '10'] };
  });
  const chart = { key: 'k', title: 't', basis: 'b', categories: ['a', 'b'], series };
  const svg = renderChartSvg(chart, { width: 400, height: 240 });
  // The legend ends at 17 px; a number's text is placed by its lower edge, and is 13 px high.
  const heights = [...svg.matchAll(/<text[^>]*translate\([\d.]+ ([\d.]+)\)[^>]*>50</g)].map(([, y]) => Number(y));
  expect(heights).toHaveLength(2);
  for (const y of heights) expect(y).toBeGreaterThan(17 + 8 + 13);
});
