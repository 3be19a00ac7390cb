import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { contains, previousWindow, reportWindow, yearAgoWindow } from '../../src/market/window.ts';

const iso = (ms: number, zone: string) => DateTime.fromMillis(ms, { zone }).toISO();

test('ends at the midnight before the nominal instant, in the zone', () => {
  const window = reportWindow(new Date('2025-06-02T02:00:00Z'), 30, 'America/Chicago'); // 21:00 on 1 June there
  expect(iso(window.from, 'America/Chicago')).toBe('2025-05-02T00:00:00.000-05:00');
  expect(iso(window.to, 'America/Chicago')).toBe('2025-06-01T00:00:00.000-05:00');
  expect(window.days).toBe(30);
});

test('keeps whole local days across both DST changes', () => {
  const spring = reportWindow(new Date('2025-03-10T14:00:00Z'), 7, 'America/Chicago');
  expect(iso(spring.from, 'America/Chicago')).toBe('2025-03-03T00:00:00.000-06:00');
  expect((spring.to - spring.from) / 3_600_000).toBe(7 * 24 - 1);
  const autumn = reportWindow(new Date('2025-11-03T14:00:00Z'), 7, 'America/Chicago');
  expect((autumn.to - autumn.from) / 3_600_000).toBe(7 * 24 + 1);
});

test('a day whose midnight does not exist starts where it starts', () => {
  // Chile moved from 00:00 to 01:00 on 2024-09-08.
  const window = reportWindow(new Date('2024-09-10T15:00:00Z'), 2, 'America/Santiago');
  expect(iso(window.from, 'America/Santiago')).toBe('2024-09-08T01:00:00.000-03:00');
  expect(iso(window.to, 'America/Santiago')).toBe('2024-09-10T00:00:00.000-03:00');
});

test('every instant of a local day gives the same window, and consecutive windows touch', () => {
  const zones = ['America/Chicago', 'America/Santiago', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC', 'Asia/Kolkata'];
  const instants = fc.date({ min: new Date('2005-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...zones), instants, fc.integer({ min: 1, max: 400 }), (zone, instant, days) => {
      const window = reportWindow(instant, days, zone);
      expect(window.to).toBeLessThanOrEqual(instant.getTime());
      expect(reportWindow(new Date(window.to), days, zone)).toEqual(window);
      const last = DateTime.fromMillis(window.to, { zone });
      const first = DateTime.fromMillis(window.from, { zone });
      expect([first.toMillis(), last.toMillis()]).toEqual([
        first.startOf('day').toMillis(),
        last.startOf('day').toMillis(),
      ]);
    }),
    { numRuns: 300 },
  );
});

test('holds its first instant and not its last', () => {
  const window = { from: 10, to: 20, days: 1 };
  expect([9, 10, 19, 20].map((instant) => contains(window, instant))).toEqual([false, true, true, false]);
});

test('refuses a zone that does not exist', () => {
  expect(() => reportWindow(new Date(0), 7, 'Mars/Olympus')).toThrow(RangeError);
});

test('the previous window ends where this one begins, the year-ago one on the same date, both of the same length', () => {
  const zone = 'America/Chicago';
  const window = reportWindow(new Date('2025-03-16T14:00:00Z'), 14, zone); // a DST change lies in it
  const previous = previousWindow(window, zone);
  expect([iso(previous.from, zone), iso(previous.to, zone), previous.days]).toEqual([
    '2025-02-16T00:00:00.000-06:00',
    '2025-03-02T00:00:00.000-06:00',
    14,
  ]);
  const yearAgo = yearAgoWindow(window, zone);
  expect([iso(yearAgo.from, zone), iso(yearAgo.to, zone), yearAgo.days]).toEqual([
    '2024-03-02T00:00:00.000-06:00',
    '2024-03-16T00:00:00.000-05:00',
    14,
  ]);
  const leap = yearAgoWindow(reportWindow(new Date('2024-02-29T14:00:00Z'), 7, zone), zone);
  expect(iso(leap.to, zone)).toBe('2023-02-28T00:00:00.000-06:00');
});
