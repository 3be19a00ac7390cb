import { expect, test } from 'vitest';
import { explainNarrative } from '../../src/reports/explain.ts';
import { closedSale, DAY, times } from '../market/examples.ts';
import { houston, modelOf } from './examples.ts';

test('each figure has its source: a change what it is measured against, a price range what it was taken from', async () => {
  const lastYear = times(30, (i) =>
    closedSale({ closeDate: Date.UTC(2024, 4, 31, 5) - i * DAY, closePrice: 300_000, daysOnMarket: 10 }),
  );
  const model = await modelOf({ ...houston(), closed: [...houston().closed, ...lastYear] });
  const price = explainNarrative(model)?.figures.filter(({ key }) => key === 'medianSalePrice') ?? [];
  expect(price.map(({ part }) => part)).toEqual(['value', 'change', 'change'].slice(0, price.length));
  expect(price[0]?.source).toMatch(/^closed sales, May 3 – Jun 1, 2025 \(n\s=\s29\)$/);
  expect(price[1]?.source).toMatch(/\), against the same days last year$/);
  const bands = explainNarrative(await modelOf(houston(), { request: { reportType: 'price_bands' } }));
  const most = bands?.figures.find(({ key }) => key === 'bandMostSold');
  expect(most?.source).toMatch(/^closed sales \(n\s=\s\d+\)$/);
});
