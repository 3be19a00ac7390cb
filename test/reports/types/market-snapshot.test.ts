import { expect, test } from 'vitest';
import type { SeriesMonth } from '../../../src/history/series.ts';
import type { ReportContext } from '../../../src/reports/definition.ts';
import { buildReport } from '../../../src/reports/types/market-report.ts';
import { marketSnapshot } from '../../../src/reports/types/market-snapshot.ts';
import { windowsOf } from '../../../src/reports/windows.ts';
import { activeListing, closedSale, DAY, times } from '../../market/examples.ts';
import { answer, houston, modelOf, request } from '../examples.ts';

const context: ReportContext = {
  area: 'Houston',
  zone: request.zone,
  windows: windowsOf(request.scheduledFor, 30, request.zone),
  selection: { audience: 'all', filters: {} },
  source: { name: 'HAR MLS', sample: false },
};
const NOTHING = { active: answer([]), pending: answer([]), closed: answer([]) };

test('the page is as old as its oldest reading', () => {
  const hourAgo = answer([]).asOf - 3_600_000;
  const { content } = buildReport(marketSnapshot, { ...NOTHING, pending: answer([], { asOf: hourAgo }) }, context);
  expect(content.asOf).toBe('Jun 2, 2025, 8:01 AM CDT');
});

test('has four prominent figures, and defines every figure that it shows', async () => {
  const { figures, definitions } = await modelOf();
  expect(figures.filter(({ prominent }) => prominent).map(({ key }) => key)).toEqual([
    'medianSalePrice',
    'activeListings',
    'monthsOfSupply',
    'daysOnMarket',
  ]);
  expect(definitions.map(({ term }) => term)).toEqual(figures.map(({ label }) => label));
});

test('nothing active, pending or closed is empty; any one of them is not', () => {
  const empty = (answers: Partial<typeof NOTHING>) =>
    buildReport(marketSnapshot, { ...NOTHING, ...answers }, context).empty;
  expect(empty({})).toBe(
    'Nothing is active or pending in Houston, and nothing closed in the 30 days from May 3 to Jun 1, 2025.',
  );
  expect(empty({ active: answer([activeListing({ type: 'RNT' })]) })).not.toBeNull();
  expect(empty({ closed: answer([closedSale({ closeDate: context.windows.report.from - DAY })]) })).not.toBeNull();
  expect(empty({ active: answer([activeListing()]) })).toBeNull();
  expect(empty({ closed: answer([closedSale()]) })).toBeNull();
  expect(empty({ closed: answer([], { truncated: true }) })).toBeNull();
});

test('the listing’s own disclaimer is on the page', async () => {
  const market = houston();
  const model = await modelOf({ ...market, active: [activeListing({ disclaimer: 'Not guaranteed by HAR.' })] });
  expect(model.disclaimers).toEqual(['Not guaranteed by HAR.']);
});

const month = (n: number, fields: Partial<SeriesMonth> = {}): SeriesMonth => ({
  month: `${2023 + Math.floor((5 + n) / 12)}-${String(((5 + n) % 12) + 1).padStart(2, '0')}-01`,
  closed: 30,
  medianSalePrice: 400_000 + 1_000 * n,
  medianDaysOnMarket: 20,
  saleToList: 0.98,
  active: null,
  complete: true,
  ...fields,
});
const bandsOf = (closePrice: (i: number) => number, fields: (n: number) => Partial<SeriesMonth> = () => ({})) => {
  const closed = houston().closed.map((sale, i) => ({ ...sale, closePrice: closePrice(i) }));
  const answers = { ...NOTHING, active: answer(houston().active), closed: answer(closed) };
  const series = { whole: true, months: times(24, (n) => month(n, fields(n))) } as const;
  const { content } = buildReport(marketSnapshot, answers, context, series);
  return content.charts.find(({ key }) => key === 'price_bands');
};

test('price ranges come from twelve months of medians: another quarter of sales does not move them (M5)', () => {
  const bands = bandsOf((i) => 300_000 + i * 2_000);
  expect(bands?.categories).toEqual(['Under $200K', '$200K–$400K', '$400K–$600K', '$600K–$800K', '$800K+']);
  expect(bandsOf((i) => 900_000 + i * 20_000)?.categories).toEqual(bands?.categories);
  expect(
    bandsOf(
      (i) => 300_000 + i * 2_000,
      (n) => ({ medianSalePrice: n > 14 ? null : 400_000 }),
    ),
  ).toBeUndefined();
});

test('lists fifty homes at most: the rest is the inventory’s', async () => {
  const active = times(60, () => activeListing());
  const sizeOf = async (reportType: string) =>
    (await modelOf({ ...houston(), active }, { request: { reportType } })).listings?.groups[0]?.items.length;
  expect(await sizeOf('market_snapshot')).toBe(50);
  expect(await sizeOf('inventory')).toBe(60);
});
