import { expect, test } from 'vitest';
import { weekdayOf } from '../../../src/core/civil-day.ts';
import { SAMPLE_CITIES } from '../../../src/listings/sample/cities.ts';
import { type Life, LONGEST_ESCROW, LONGEST_ON_MARKET, livesListedOn } from '../../../src/listings/sample/life.ts';

const FIRST = 19_700;
const lives: Life[] = SAMPLE_CITIES.flatMap((city) =>
  Array.from({ length: 730 }, (_, index) => livesListedOn(1, city, FIRST + index)).flat(),
);
const sales = lives.flatMap((life) => (life.sale ? [{ life, ...life.sale }] : []));

test('a home is listed before it is under contract, and closes after that, on a working day', () => {
  const inOrder = sales.filter(
    ({ life, contractDay, closeDay }) =>
      life.listDay < contractDay && contractDay < closeDay && weekdayOf(closeDay) % 6 !== 0,
  );
  expect(inOrder).toHaveLength(sales.length);
});

test('no life is longer than the market looks back', () => {
  expect(Math.max(...lives.map(({ listDay, endDay }) => endDay - listDay))).toBe(LONGEST_ON_MARKET);
  expect(Math.max(...sales.map(({ contractDay, closeDay }) => closeDay - contractDay))).toBeLessThanOrEqual(
    LONGEST_ESCROW,
  );
});

test('ids are unique over all cities and days', () => {
  expect(new Set(lives.map(({ mlsId }) => mlsId)).size).toBe(lives.length);
});

test('prices are cut while the home is for sale, and only downwards', () => {
  for (const { prices, endDay } of lives) {
    prices.slice(1).forEach((cut, index) => {
      const before = prices[index];
      expect(cut.price).toBeLessThan(before?.price ?? 0);
      expect(cut.day).toBeGreaterThan(before?.day ?? 0);
      expect(cut.day).toBeLessThan(endDay);
    });
  }
});

test('more homes close in summer than in winter', () => {
  const inMonths = (...months: number[]) =>
    sales.filter(({ closeDay }) => months.includes(new Date(closeDay * 86_400_000).getUTCMonth())).length;
  expect(inMonths(4, 5, 6)).toBeGreaterThan(1.25 * inMonths(11, 0, 1));
});
