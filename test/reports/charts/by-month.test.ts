import { describe, expect, test } from 'vitest';
import type { SeriesMonth } from '../../../src/history/series.ts';
import { inventoryByMonth, paceByMonth, priceByMonth } from '../../../src/reports/charts/by-month.ts';
import { times } from '../../market/examples.ts';

/** June 2024 to May 2026: the n-th month sold 10 + n homes at 300,000 + 1,000 n. */
const MONTHS: SeriesMonth[] = times(24, (n) => ({
  month: `${2024 + Math.floor((5 + n) / 12)}-${String(((5 + n) % 12) + 1).padStart(2, '0')}-01`,
  closed: 10 + n,
  medianSalePrice: 300_000 + 1_000 * n,
  medianDaysOnMarket: 20 + n,
  saleToList: 0.97 + n / 1_000,
  active: 100 + n,
  complete: true,
}));
const change = (fields: Partial<SeriesMonth>, ...which: number[]) =>
  MONTHS.map((month, n) => (which.includes(n) ? { ...month, ...fields } : month));

test('the last twelve months stand against the same months a year earlier', () => {
  const chart = priceByMonth({ months: MONTHS });
  expect(chart?.categories).toHaveLength(12);
  expect([chart?.categories[0], chart?.categories.at(-1)]).toEqual(['Jun 2025', 'May 2026']);
  expect(chart?.series.map(({ values }) => [values[0], values.at(-1)])).toEqual([
    [312_000, 323_000],
    [300_000, 311_000],
  ]);
  expect(chart?.basis).toBe('closed sales by calendar month, Jun 2024 – May 2026 (n\u00a0=\u00a0516)');
});

test('days on market and sale-to-list of the last twelve months', () => {
  const chart = paceByMonth({ months: MONTHS });
  expect(chart?.series.map(({ unit, texts }) => [unit, texts.at(-1)])).toEqual([
    ['days', '43 days'],
    ['ratio', '99.3%'],
  ]);
  expect(chart?.basis).toContain('Jun 2025 – May 2026');
});

test('supply is the inventory at the pace of the three months before it', () => {
  const chart = inventoryByMonth({ months: MONTHS });
  const [actives, supplies] = chart?.series ?? [];
  expect(chart?.basis).toMatch(/^active listings within three days of the end of each month;/);
  expect(actives?.values).toEqual(times(12, (n) => 112 + n));
  // May 2026: 123 active; 31 + 32 + 33 sold in the 31 + 30 + 31 days from March on.
  expect(supplies?.values.at(-1)).toBeCloseTo(123 / ((96 * 30.4375) / 92), 10);
  // June 2025 rests on April and May of the first year too.
  expect(supplies?.values[0]).toBeCloseTo(112 / (((20 + 21 + 22) * 30.4375) / (30 + 31 + 30)), 10);
});

describe('no chart', () => {
  test('without the whole series', () => {
    for (const chart of [priceByMonth, paceByMonth, inventoryByMonth]) expect(chart({ months: [] })).toBeNull();
  });

  test('of prices or pace where more than three months sold fewer than five homes', () => {
    expect(priceByMonth({ months: change({ closed: 4 }, 20, 21, 22) })?.series[0]?.values.slice(8)).toEqual([
      ...[null, null, null],
      323_000,
    ]);
    const thin = { months: change({ closed: 4 }, 20, 21, 22, 23) };
    expect([priceByMonth(thin), paceByMonth(thin)]).toEqual([null, null]);
    expect(priceByMonth({ months: change({ closed: 4 }, 23) })?.basis).toMatch(/fewer than 5 sales are left open$/);
  });

  test('a month without the data is left open, and the basis says so', () => {
    const unpriced = priceByMonth({ months: change({ medianSalePrice: null }, 22) });
    expect(unpriced?.series[0]?.values.slice(-2)).toEqual([null, 323_000]);
    expect(unpriced?.basis).toMatch(/fewer than 5 sales are left open$/);
    expect(paceByMonth({ months: change({ saleToList: null }, 22) })?.basis).toMatch(/left open$/);
    expect(paceByMonth({ months: change({ medianSalePrice: null }, 22) })?.basis).not.toMatch(/left open$/);
  });

  test('of the inventory before half a year of it is written down', () => {
    expect(inventoryByMonth({ months: change({ active: null }, 12, 13, 14, 15, 16, 17) })).not.toBeNull();
    expect(inventoryByMonth({ months: change({ active: null }, 12, 13, 14, 15, 16, 17, 18) })).toBeNull();
  });
});

test('zero for sale is zero months of supply, too few sales are not', () => {
  const last = (fields: Partial<SeriesMonth>, ...which: number[]) =>
    inventoryByMonth({ months: change(fields, ...which) })?.series[1]?.values.at(-1);
  expect(last({ active: 0 }, 23)).toBe(0);
  expect(last({ closed: 0 }, 21, 22, 23)).toBeNull();
  expect(last({ closed: 1 }, 21, 22, 23)).not.toBeNull();
});
