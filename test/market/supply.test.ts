import { expect, test } from 'vitest';
import { absorption, monthsOfSupply, pendingRatio } from '../../src/market/supply.ts';
import { closings, offers } from './examples.ts';
import { readSharedCsv } from './shared-data.ts';

test.each([
  [156, 89, 90, 5.2],
  [156, 89, 30, 1.7],
  [12_000, 400, 90, 88.7],
  [55, 136, 365, 4.9],
])('%i active and %i closed in %i days are %f months of supply', (active, closed, days, months) => {
  expect(monthsOfSupply(offers(active), closings(closed, days)).value).toBeCloseTo(months, 1);
});

test('a year of closings is twelve months, with a leap day or without; a day less is so many days', () => {
  for (const days of [365, 366]) expect(monthsOfSupply(offers(55), closings(136, days)).value).toBe(55 / (136 / 12));
  expect(monthsOfSupply(offers(55), closings(136, 364)).value).toBe(55 / (136 / (364 / 30.4375)));
});

test('fewer than three closings say nothing about supply (M1)', () => {
  expect(monthsOfSupply(offers(10), closings(2, 90))).toMatchObject({
    value: null,
    n: 2,
    reason: 'fewer than 3 closed sales',
  });
  expect(monthsOfSupply(offers(10), closings(3, 90)).value).toBeCloseTo(9.856, 3);
});

test('nothing for sale is no supply: 0.0 months (M1)', () => {
  expect(monthsOfSupply(offers(0), closings(3, 90)).value).toBe(0);
});

test('either side cut off withholds supply, absorption and the pending ratio', () => {
  const cut = { truncated: true };
  const figures = [
    monthsOfSupply(offers(10, cut), closings(9, 90)),
    monthsOfSupply(offers(10), closings(9, 90, cut)),
    absorption(offers(10), closings(9, 90, cut)),
    pendingRatio(offers(10), offers(5, cut)),
  ];
  expect(figures.map(({ value }) => value)).toEqual([null, null, null, null]);
  expect(figures.every(({ reason }) => reason?.startsWith('the feed holds more'))).toBe(true);
});

test('absorption is the reciprocal of supply, and unknown where nothing is for sale or too little closed', () => {
  const supply = monthsOfSupply(offers(156), closings(89, 90)).value ?? Number.NaN;
  expect(absorption(offers(156), closings(89, 90)).value).toBeCloseTo(1 / supply, 12);
  expect(absorption(offers(0), closings(89, 90))).toMatchObject({ value: null, reason: 'no active listings' });
  expect(absorption(offers(156), closings(89, 90)).n).toBe(monthsOfSupply(offers(156), closings(89, 90)).n);
  for (const sold of [0, 2]) {
    const both = [absorption(offers(4), closings(sold, 90)), monthsOfSupply(offers(4), closings(sold, 90))];
    for (const figure of both) expect(figure).toMatchObject({ value: null, reason: 'fewer than 3 closed sales' });
  }
  expect(absorption(offers(4), closings(3, 90)).value).toBeGreaterThan(0);
});

test('the pending ratio is pending over active', () => {
  expect(pendingRatio(offers(40), offers(10))).toMatchObject({ value: 0.25, n: 40, unit: 'ratio' });
  expect(pendingRatio(offers(0), offers(10)).value).toBeNull();
});

test('the window of the pace is said', () => {
  expect(monthsOfSupply(offers(4), closings(5, 90)).window?.days).toBe(90);
});

const texas = readSharedCsv('txhousing-houston-austin-dallas-2000-2015.csv');

if (texas !== null) {
  test('Houston, July 2015: the published inventory of 3.4 months', () => {
    const houston = texas.filter(({ city }) => city === 'Houston');
    const july = houston.findIndex(({ year, month }) => year === '2015' && month === '7');
    const sales = houston.slice(july - 11, july + 1).reduce((sum, row) => sum + Number(row.sales), 0);
    expect(monthsOfSupply(offers(Number(houston[july]?.listings)), closings(sales, 365)).value).toBeCloseTo(3.4, 1);
  });
}
