import { expect, test } from 'vitest';
import type { ListingQuery } from '../../src/listings/feed.ts';
import { createSelection, selectListings } from '../../src/listings/select.ts';
import { hasRecordings, readRecording } from '../support/feed/recordings.ts';
import { rawHouse, soldHouse } from '../support/feed/row.ts';

const query = (changes: Partial<ListingQuery> = {}): ListingQuery => ({
  cities: ['Houston'],
  postalCodes: [],
  statuses: ['Active'],
  types: ['residential'],
  ...changes,
});

const ids = (rows: readonly unknown[], changes?: Partial<ListingQuery>) =>
  selectListings(rows, query(changes)).listings.map(({ mlsId }) => mlsId);

test('each row that does not belong is dropped for its first reason, and counted (V2)', () => {
  const rows = [
    rawHouse(1),
    rawHouse(1),
    null,
    rawHouse(2, { address: { city: 'South Houston' }, property: { type: 'RNT' } }),
    rawHouse(3, { mls: { status: 'Pending' } }),
    rawHouse(4, { property: { type: 'RNT' } }),
    rawHouse(5, { property: { type: 'LND' } }),
  ];
  const { listings, dropped } = selectListings(rows, query());
  expect(listings.map(({ mlsId }) => mlsId)).toEqual([1]);
  expect(dropped).toEqual({ duplicate: 1, invalid: 1, other_city: 1, other_status: 1, rental: 1, other_type: 1 });
});

test('rows of another postal code say so', () => {
  const { dropped } = selectListings([rawHouse(1)], query({ cities: [], postalCodes: ['77007'] }));
  expect(dropped).toEqual({ other_postal_code: 1 });
});

test('a window takes its first instant and not its last, for the status that it is meant for (V3)', () => {
  const day = (iso: string) => Date.parse(iso);
  const closed = { from: day('2026-01-01T06:00:00Z'), to: day('2026-02-01T06:00:00Z') };
  const rows = [
    soldHouse(1, '2025-12-31T06:00:00Z'),
    soldHouse(2, '2026-01-01T06:00:00Z'),
    soldHouse(3, '2026-01-31T06:00:00Z'),
    soldHouse(4, '2026-02-01T06:00:00Z'),
    soldHouse(5, null),
    rawHouse(6, { listDate: '2020-01-01T06:00:00Z' }),
  ];
  expect(ids(rows, { statuses: ['Closed', 'Active'], closed })).toEqual([2, 3, 6]);
  const listed = rows.map((row) => ({ ...row, listDate: '2026-01-31T06:00:00Z' }));
  expect(ids([...listed, rawHouse(7)], { statuses: ['Active'], listed: closed })).toEqual([6]);
});

test('a row without a type stays: it leaves only what needs the type', () => {
  expect(ids([rawHouse(1, { property: null })])).toEqual([1]);
});

test('violations are rows that an obedient feed would not have sent', () => {
  const rows = [
    rawHouse(1),
    rawHouse(2, { listPrice: 2_500 }),
    rawHouse(3, { property: { type: 'RNT' } }),
    rawHouse(4, { address: { city: 'Katy' } }),
    soldHouse(5, '2020-01-01T06:00:00Z'),
  ];
  const closed = { from: 0, to: 1 };
  const statuses = ['Active', 'Closed'] as const;
  expect(createSelection(query({ statuses, closed })).add(rows).violations).toBe(2);
  expect(createSelection(query({ statuses, types: ['residential', 'rental'] })).add(rows).violations).toBe(1);
});

test('rows seen on an earlier page are read, and not taken again', () => {
  const selection = createSelection(query());
  const idsOf = (page: ReturnType<typeof selection.add>) => page.parsed.map(({ mlsId }) => mlsId);
  expect(idsOf(selection.add([rawHouse(1), rawHouse(2)]))).toEqual([1, 2]);
  expect(idsOf(selection.add([rawHouse(2), rawHouse(3)]))).toEqual([2, 3]);
  expect(selection.listings.map(({ mlsId }) => mlsId)).toEqual([1, 2, 3]);
});

if (hasRecordings) {
  test('golden: Houston in the recordings', () => {
    const rows = readRecording('simplyrets-demo-merged-58');
    const { listings, dropped } = selectListings(
      rows,
      query({ statuses: ['Active', 'Pending'], types: ['residential', 'condominium', 'rental'] }),
    );
    expect(listings.filter(({ status }) => status === 'Active')).toHaveLength(6);
    expect(listings.filter(({ status }) => status === 'Pending')).toHaveLength(4);
    expect(dropped).toEqual({ rental: 2, other_city: 46 });
  });
}
