import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { aggregateMonth, completeMonths } from '../../src/market/monthly.ts';
import { closedSale, reading, times } from './examples.ts';

const ZONE = 'America/Los_Angeles';
const local = (text: string) => DateTime.fromISO(text, { zone: ZONE }).toMillis();

test('the months that are over, oldest first, each whole in the market’s own zone', () => {
  // 1 March 05:00 in UTC is still February in California.
  const months = completeMonths(new Date('2026-03-01T05:00:00Z'), 3, ZONE);
  expect(months.map(({ month }) => month)).toEqual(['2025-11-01', '2025-12-01', '2026-01-01']);
  expect(months[0]?.window).toEqual({ from: local('2025-11-01'), to: local('2025-12-01'), days: 30 });
  const years = completeMonths(new Date('2026-03-01T15:00:00Z'), 24, ZONE);
  expect(years).toHaveLength(24);
  for (const [index, { window }] of years.entries()) expect(window.to).toBe(years[index + 1]?.window.from ?? window.to);
  expect(years.find(({ month }) => month === '2024-02-01')?.window.days ?? 29).toBe(29);
});

test('a sale on the last local day of a month counts there, whatever the month in UTC', () => {
  const [january, february] = completeMonths(new Date('2026-03-10T15:00:00Z'), 2, ZONE);
  if (!january || !february) throw new Error('two months were asked for');
  const sales = [
    ...times(3, () =>
      closedSale({ closeDate: local('2026-01-31'), closePrice: 500_000, listPrice: 500_000, daysOnMarket: 10 }),
    ),
    ...times(3, () =>
      closedSale({ closeDate: local('2026-01-02'), closePrice: 700_000, listPrice: 700_000, daysOnMarket: 30 }),
    ),
    ...times(5, () => closedSale({ closeDate: local('2026-02-01'), closePrice: 900_000 })),
    closedSale({ closeDate: local('2026-01-10'), type: 'RNT', closePrice: 2_000 }),
  ];
  expect(aggregateMonth(reading(sales), january)).toEqual({
    month: '2026-01-01',
    closed: 6,
    medianSalePrice: 600_000,
    medianDaysOnMarket: 20,
    saleToList: 1,
    complete: true,
  });
  expect(aggregateMonth(reading(sales), february)).toMatchObject({ closed: 5, medianSalePrice: 900_000 });
});

test('a figure of fewer than five sales of a month is not kept, however many closed', () => {
  const [month] = completeMonths(new Date('2026-03-10T15:00:00Z'), 1, ZONE);
  if (!month) throw new Error('a month was asked for');
  const closeDate = local('2026-02-10');
  const priced = (n: number) => [
    ...times(n, () => closedSale({ closeDate, closePrice: 500_000, listPrice: 500_000 })),
    ...times(40 - n, () => closedSale({ closeDate, closePrice: null })),
  ];
  expect(aggregateMonth(reading(priced(4)), month)).toMatchObject({
    closed: 40,
    medianSalePrice: null,
    medianDaysOnMarket: 20,
    saleToList: null,
  });
  expect(aggregateMonth(reading(priced(5)), month)).toMatchObject({ medianSalePrice: 500_000, saleToList: 1 });
});

test('a month that was cut off is not complete, one without sales is complete and empty', () => {
  const [month] = completeMonths(new Date('2026-03-10T15:00:00Z'), 1, ZONE);
  if (!month) throw new Error('a month was asked for');
  expect(aggregateMonth(reading([closedSale()], { truncated: true }), month).complete).toBe(false);
  expect(aggregateMonth(reading([]), month)).toMatchObject({ closed: 0, medianSalePrice: null, complete: true });
});
