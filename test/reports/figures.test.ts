import { expect, test } from 'vitest';
import { houston, modelOf } from './examples.ts';

const figureOf = async (key: string, ...rest: Parameters<typeof modelOf>) =>
  (await modelOf(...rest)).figures.find((figure) => figure.key === key);

test('a figure names its population, period and n (M4)', async () => {
  expect(await figureOf('medianSalePrice')).toMatchObject({
    label: 'Median sale price',
    basis: 'closed sales, May 3 – Jun 1, 2025 (n\u00a0=\u00a029)',
    note: 'Small sample.',
    smallSample: true,
  });
  expect(await figureOf('activeListings')).toMatchObject({
    text: '156',
    basis: 'active listings, as of Jun 2, 2025, 9:01 AM CDT',
    note: null,
  });
  expect(await figureOf('monthsOfSupply')).toMatchObject({
    text: '5.2 months',
    basis: '156 active listings as of Jun 2, 2025, 9:01 AM CDT; 88 closed sales, Mar 4 – Jun 1, 2025',
  });
});

test('a figure of two populations counts each with its own moment or period (M4)', async () => {
  expect((await figureOf('pendingRatio'))?.basis).toBe(
    '156 active listings and 38 pending listings as of Jun 2, 2025, 9:01 AM CDT',
  );
  const { active, closed } = houston();
  const few = { active: active.slice(0, 1), pending: [], closed: closed.slice(0, 1) };
  expect((await figureOf('absorption', few))?.basis).toBe(
    '1 active listing as of Jun 2, 2025, 9:01 AM CDT; 1 closed sale, Mar 4 – Jun 1, 2025',
  );
});

test('what was cut off is not counted in a basis', async () => {
  expect((await figureOf('monthsOfSupply', houston(), { result: { truncated: true } }))?.basis).toBe(
    'active listings as of Jun 2, 2025, 9:01 AM CDT; closed sales, Mar 4 – Jun 1, 2025',
  );
});

test('a figure that is not known says why', async () => {
  const market = { ...houston(), closed: [] };
  expect(await figureOf('medianSalePrice', market)).toMatchObject({ text: '–', note: 'Not shown: no closed sales.' });
  expect(await figureOf('closedSales', market)).toMatchObject({ text: '0', note: null });
});

test('very few sales are marked more strongly than few', async () => {
  const market = { ...houston(), closed: houston().closed.slice(0, 9) };
  expect((await figureOf('medianSalePrice', market))?.note).toBe('Very small sample: read with care.');
});

test('a figure says in running text of how many days it is, and one of the moment of none', async () => {
  expect((await figureOf('closedSales'))?.over).toBe('the last 30 days');
  expect((await figureOf('monthsOfSupply'))?.over).toBe('the last 90 days');
  expect((await figureOf('activeListings'))?.over).toBeUndefined();
  const year = { request: { reportType: 'price_bands' } };
  expect((await figureOf('monthsOfSupply', houston(), year))?.over).toBe('the last 12 months');
  expect((await figureOf('closedSales', houston(), { request: { lookbackDays: 1 } }))?.over).toBeUndefined();
});
