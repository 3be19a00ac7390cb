import { expect, test } from 'vitest';
import { monthsDue } from '../../src/history/months-due.ts';
import { completeMonths } from '../../src/market/monthly.ts';

const NOW = new Date('2026-06-10T15:00:00Z');
const months = completeMonths(NOW, 4, 'UTC'); // February to May
const stored = (month: string, fetchedAt: string, complete = true) => ({
  month: `2026-${month}-01`,
  fetchedAt: new Date(fetchedAt),
  complete,
  closed: 5,
  medianSalePrice: 1,
  medianDaysOnMarket: 1,
  saleToList: 1,
});
const due = (...known: ReturnType<typeof stored>[]) =>
  monthsDue(months, known, NOW).map(({ month }) => month.slice(5, 7));

test('with nothing stored all months are due, newest first', () => {
  expect(due()).toEqual(['05', '04', '03', '02']);
});

test('a month that was read sixty days after its end is settled for good', () => {
  const settled = [stored('02', '2026-04-30T00:00:00Z'), stored('03', '2026-05-31T00:00:00Z')];
  expect(due(...settled)).toEqual(['05', '04']);
  expect(due(stored('02', '2026-04-29T23:00:00Z'), ...settled.slice(1))).toEqual(['05', '04', '02']);
});

test('a month that may still move is looked at once a day', () => {
  const others = [
    stored('02', '2026-06-01T00:00:00Z'),
    stored('03', '2026-06-01T00:00:00Z'),
    stored('04', '2026-06-10T09:00:00Z'),
  ];
  expect(due(...others, stored('05', '2026-06-10T14:59:00Z'))).toEqual([]);
  expect(due(...others, stored('05', '2026-06-09T15:00:00Z'))).toEqual(['05']);
});

test('one without any sale is looked at again: an outage at the vendor looks the same', () => {
  const settled = { ...stored('02', '2026-05-30T00:00:00Z'), closed: 0 };
  expect(due(settled)).toContain('02');
  expect(due({ ...settled, fetchedAt: new Date('2026-06-10T14:00:00Z') })).not.toContain('02');
});

test('one that was cut off is tried again, but not at every tick', () => {
  const cut = (fetchedAt: string) => stored('02', fetchedAt, false);
  expect(due(cut('2026-06-10T14:00:00Z'))).not.toContain('02');
  expect(due(cut('2026-06-08T14:00:00Z'))).toContain('02');
});
