import { expect, test } from 'vitest';
import { changeLine } from '../../src/reports/changes.ts';
import { closedSale, DAY, times } from '../market/examples.ts';
import { houston, modelOf } from './examples.ts';

const END = Date.UTC(2025, 5, 1, 5);
const sales = (n: number, daysAgo: number, closePrice: number) =>
  times(n, (i) => closedSale({ closeDate: END - (daysAgo + (i % 20)) * DAY, closePrice, daysOnMarket: 10 }));

const changesOf = async (closed: Parameters<typeof modelOf>[0]) => {
  const { figures } = await modelOf(closed);
  return Object.fromEntries(figures.map(({ key, changes }) => [key, changes.map(changeLine)]));
};

test('a figure is set against the window before and a year ago', async () => {
  const closed = [...sales(20, 2, 420_000), ...sales(10, 33, 400_000), ...sales(16, 367, 300_000)];
  const changes = await changesOf({ ...houston(), closed });
  expect(changes.medianSalePrice).toEqual(['+5.0% from the previous 30 days', '+40.0% from the same days last year']);
  expect(changes.closedSales?.[0]).toBe('+100.0% from the previous 30 days');
  expect(changes.daysOnMarket?.[0]).toBe('unchanged from the previous 30 days');
});

test('what fewer than five sales say is no change, and the inventory of then is not known', async () => {
  const changes = await changesOf({ ...houston(), closed: [...sales(20, 2, 420_000), ...sales(4, 33, 400_000)] });
  expect(changes.medianSalePrice).toEqual([]);
  expect(changes.activeListings).toEqual([]);
});

test('a fall has a minus sign, a difference its unit', () => {
  expect(changeLine({ text: '3 days', sign: -1, against: 'the previous 30 days' })).toBe(
    '−3 days from the previous 30 days',
  );
});
