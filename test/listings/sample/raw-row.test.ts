import { expect, test } from 'vitest';
import { DAY_MS } from '../../../src/core/civil-day.ts';
import type { SampleCity } from '../../../src/listings/sample/cities.ts';
import { SAMPLE_CITIES } from '../../../src/listings/sample/cities.ts';
import type { Life } from '../../../src/listings/sample/life.ts';
import { rawRow, statusOn } from '../../../src/listings/sample/raw-row.ts';

const city: SampleCity = SAMPLE_CITIES[0];
const life: Life = {
  mlsId: 7,
  type: 'RES',
  area: 2_000,
  listDay: 100,
  prices: [
    { day: 100, price: 500_000 },
    { day: 125, price: 480_000 },
  ],
  sale: { contractDay: 130, closeDay: 160, price: 470_000 },
  endDay: 130,
  postalCode: '92602',
  traitSeed: 9,
};
const writeDay = (day: number) => new Date(day * DAY_MS).toISOString();
const row = (day: number) => rawRow(life, city, day, writeDay);

test('a life is seen from the day: not yet, active, pending, closed', () => {
  expect([99, 100, 129, 130, 159, 160].map((day) => statusOn(life, day))).toEqual([
    null,
    'Active',
    'Active',
    'Pending',
    'Pending',
    'Closed',
  ]);
  expect(statusOn({ ...life, sale: null }, 129)).toBe('Active');
  expect(statusOn({ ...life, sale: null }, 130)).toBe('Withdrawn');
  expect(statusOn({ ...life, traitSeed: 8 }, 130)).toBe('ActiveUnderContract');
});

test('the future does not show: price cuts and the sale come on their days', () => {
  expect(row(124)).toMatchObject({ listPrice: 500_000, originalListPrice: 500_000, sales: null });
  expect(row(125)).toMatchObject({ listPrice: 480_000, originalListPrice: 500_000, mls: { daysOnMarket: 25 } });
  expect(row(159)).toMatchObject({ sales: null, mls: { daysOnMarket: 30 } });
  expect(row(160)).toMatchObject({
    sales: { closePrice: 470_000, contractDate: writeDay(130), closeDate: writeDay(160) },
    mls: { daysOnMarket: 30 },
  });
});

test('what a home is does not change from day to day', () => {
  const traits = (day: number) => {
    const { property, address, geo, internetAddressDisplay } = row(day);
    return { property, address, geo, internetAddressDisplay };
  };
  expect(traits(129)).toEqual(traits(100));
  expect(traits(160)).toEqual(traits(100));
});
