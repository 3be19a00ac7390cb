import { expect, test } from 'vitest';
import { headlineOf, subjectOf } from '../../src/reports/headline.ts';
import type { ReportFigure } from '../../src/reports/model.ts';

const figure = (key: string, value: number | null, text: string, n = 45): ReportFigure => ({
  key,
  label: key,
  prominent: false,
  value,
  unit: 'count',
  text,
  population: 'closed sales',
  n,
  basis: '',
  note: null,
  smallSample: false,
  excluded: {},
  changes: [],
});
const price = (n: number) => figure('medianSalePrice', 312_500, '$312,500', n);
const count = (key: string, value: number | null) => figure(key, value, value === null ? '–' : String(value));

test('the subject carries the median where enough sales stand behind it', () => {
  expect(subjectOf([price(5)], 'Houston')).toBe('Houston: median sale price $312,500');
  const few = [price(4), count('closedSales', 4)];
  expect(subjectOf(few, 'Houston')).toBe('Houston: 4 sales closed');
});

test('the subject falls to the next figure that says something', () => {
  const none = [count('medianSalePrice', null), count('closedSales', 0)];
  expect(subjectOf([...none, count('activeListings', 1)], 'Katy')).toBe('Katy: 1 home for sale');
  expect(subjectOf([...none, count('activeListings', null), count('pendingListings', 2)], 'Katy')).toBe(
    'Katy: 2 sales pending',
  );
  expect(subjectOf(none, 'Katy')).toBe('Katy: nothing to report');
  expect(subjectOf([...none, count('activeListings', null)], 'Katy')).toBe('Katy: market report');
});

test('the headline says what is known and nothing else', () => {
  const say = (...figures: ReportFigure[]) => headlineOf(figures, 'Katy', 'the 7 days');
  expect(say(count('closedSales', 45), price(45), count('activeListings', 156))).toBe(
    '45 homes sold in Katy in the 7 days, at a median of $312,500; 156 are for sale now.',
  );
  expect(say(count('closedSales', 1), count('activeListings', 1))).toBe(
    '1 home sold in Katy in the 7 days; 1 is for sale now.',
  );
  expect(say(count('closedSales', 1), price(1))).toBe('1 home sold in Katy in the 7 days, for $312,500.');
  expect(say(count('closedSales', 0), count('activeListings', 0))).toBe(
    'No home sold in Katy in the 7 days; none is for sale now.',
  );
  expect(say(count('closedSales', 0))).toBe('No home sold in Katy in the 7 days.');
  expect(say(count('closedSales', null))).toBe('The number of sales is not known in Katy in the 7 days.');
});
