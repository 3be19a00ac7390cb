import { expect, test } from 'vitest';
import { parseOpenHouse } from '../../src/listings/open-house.ts';
import { rawHouse, rawOpenHouse } from '../support/feed/row.ts';

test('an open house is its key, its times and its listing, and nothing that was written freely', () => {
  const row = rawOpenHouse(5, '2026-03-14T18:00:00Z', { description: 'Ring twice, the owner Bob is deaf' });
  const house = parseOpenHouse(row);
  expect(house).toMatchObject({
    key: 5,
    startsAt: Date.UTC(2026, 2, 14, 18),
    endsAt: Date.UTC(2026, 2, 14, 21),
    listing: { mlsId: 5, city: 'Houston' },
  });
  expect(JSON.stringify(house)).not.toContain('Bob');
});

test('an end that is missing or before the start is not known', () => {
  for (const endTime of [null, undefined, 'soon', '2026-03-14T17:00:00Z', '2026-03-14T18:00:00Z']) {
    expect(parseOpenHouse(rawOpenHouse(5, '2026-03-14T18:00:00Z', { endTime }))).toMatchObject({ endsAt: null });
  }
});

test('without a key, a start or a listing the row is dropped', () => {
  const start = '2026-03-14T18:00:00Z';
  for (const change of [
    { openHouseKey: null },
    { openHouseKey: '5' },
    { openHouseKey: 1.5 },
    { startTime: null },
    { startTime: '2026-03-14' },
    { listing: null },
    { listing: { ...rawHouse(1), mls: null } },
  ]) {
    expect(parseOpenHouse(rawOpenHouse(5, start, change))).toBe('invalid');
  }
  for (const row of [null, [], 'x', 5]) expect(parseOpenHouse(row)).toBe('invalid');
});
