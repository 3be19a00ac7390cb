import { expect, test } from 'vitest';
import { SAMPLE_CITIES } from '../../../src/listings/sample/cities.ts';
import { createCityMarket } from '../../../src/listings/sample/market.ts';

const [irvine] = SAMPLE_CITIES;
const TODAY = 20_522; // 2026-03-10
const rowsOn = (today: number, since?: number) =>
  createCityMarket(irvine)
    .entriesOn(today, since)
    .map((entry) => entry.row());

test('the same day is the same market, byte for byte, also in a market that has seen other days', () => {
  const market = createCityMarket(irvine);
  market.entriesOn(TODAY + 40);
  const again = market.entriesOn(TODAY).map((entry) => entry.row());
  expect(JSON.stringify(again)).toBe(JSON.stringify(rowsOn(TODAY)));
});

test('tomorrow every sale of today is still closed, as it was', () => {
  const tomorrow = new Map(rowsOn(TODAY + 1).map((row) => [row.mlsId, row]));
  const closed = rowsOn(TODAY, TODAY - 1_000).filter((row) => row.mls.status === 'Closed');
  expect(closed.length).toBeGreaterThan(4_000);
  const changed = closed.filter((row) => JSON.stringify(tomorrow.get(row.mlsId)) !== JSON.stringify(row));
  expect(changed).toEqual([]);
});

test('tomorrow some homes are new, and each other one is where it was or a step further', () => {
  const steps: Record<string, string[]> = {
    Active: ['Active', 'Pending', 'ActiveUnderContract', 'Withdrawn'],
    Pending: ['Pending', 'Closed'],
    ActiveUnderContract: ['ActiveUnderContract', 'Closed'],
  };
  const today = new Map(rowsOn(TODAY, TODAY).map((row) => [row.mlsId, row.mls.status ?? '']));
  const tomorrow = rowsOn(TODAY + 1, TODAY);
  expect(tomorrow.some((row) => !today.has(row.mlsId))).toBe(true);
  for (const row of tomorrow) {
    const before = today.get(row.mlsId) ?? '';
    if (before in steps) expect(steps[before]).toContain(row.mls.status);
  }
});

test('a later start gives the same entries, without those that ended before', () => {
  const since = TODAY - 90;
  const late = new Set(rowsOn(TODAY, since).map((row) => row.mlsId));
  const whole = createCityMarket(irvine).entriesOn(TODAY);
  const expected = whole.filter(({ life }) => (life.sale?.closeDay ?? life.endDay) >= since);
  expect(late).toEqual(new Set(expected.map(({ life }) => life.mlsId)));
});

test('an entry and its row agree on the status', () => {
  const entries = createCityMarket(irvine).entriesOn(TODAY, TODAY - 30);
  expect(entries.filter((entry) => entry.row().mls.status !== entry.status)).toEqual([]);
});

test('36 calendar months of closings are there', () => {
  const months = new Set(rowsOn(TODAY).map((row) => row.sales?.closeDate.slice(0, 7)));
  for (let back = 1; back <= 36; back += 1) {
    expect(months).toContain(new Date(Date.UTC(2026, 2 - back, 1)).toISOString().slice(0, 7));
  }
});

test('another seed is another market', () => {
  const other = createCityMarket(irvine, 5).entriesOn(TODAY, TODAY);
  expect(JSON.stringify(other[0]?.row())).not.toBe(JSON.stringify(rowsOn(TODAY, TODAY)[0]));
});
