import { expect, test } from 'vitest';
import type { ReportContext } from '../../../src/reports/definition.ts';
import { buildReport } from '../../../src/reports/types/market-report.ts';
import { marketSnapshot } from '../../../src/reports/types/market-snapshot.ts';
import { windowsOf } from '../../../src/reports/windows.ts';
import { activeListing, closedSale, DAY } from '../../market/examples.ts';
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
