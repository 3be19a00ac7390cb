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
    basis: 'active listings and closed sales, Mar 4 – Jun 1, 2025 (n\u00a0=\u00a088)',
  });
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
