import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { calendarMonth } from '../../src/accounts/month.ts';

test.each([
  // zone, now, first instant, first instant after
  ['America/Los_Angeles', '2026-03-15T12:00:00Z', '2026-03-01T08:00:00Z', '2026-04-01T07:00:00Z'],
  ['America/New_York', '2026-11-30T23:00:00Z', '2026-11-01T04:00:00Z', '2026-12-01T05:00:00Z'],
  ['Europe/Berlin', '2028-02-29T22:59:59.999Z', '2028-01-31T23:00:00Z', '2028-02-29T23:00:00Z'],
  ['Europe/Berlin', '2028-02-29T23:00:00Z', '2028-02-29T23:00:00Z', '2028-03-31T22:00:00Z'],
  ['Pacific/Kiritimati', '2026-06-30T10:00:00Z', '2026-06-30T10:00:00Z', '2026-07-31T10:00:00Z'],
  ['UTC', '2026-12-31T23:59:59.999Z', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  // The first midnight comes twice, and not at all.
  ['America/Havana', '2026-11-15T12:00:00Z', '2026-11-01T04:00:00Z', '2026-12-01T05:00:00Z'],
  ['America/Havana', '2026-11-01T04:30:00Z', '2026-11-01T04:00:00Z', '2026-12-01T05:00:00Z'],
  ['America/Asuncion', '2023-10-15T12:00:00Z', '2023-10-01T04:00:00Z', '2023-11-01T03:00:00Z'],
  ['America/Asuncion', '2023-09-15T12:00:00Z', '2023-09-01T04:00:00Z', '2023-10-01T04:00:00Z'],
])('the month of %s at %s (L4)', (zone, now, from, to) => {
  expect(calendarMonth(new Date(now), zone)).toEqual({ from: new Date(from), to: new Date(to) });
});

test.each([
  'America/New_York',
  'America/Havana',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
])('in %s months touch, begin on the first, and are the same from every instant in them', (zone) => {
  const local = (instant: Date | number) => DateTime.fromMillis(Number(instant), { zone });
  let period = calendarMonth(new Date('2024-01-10T00:00:00Z'), zone);
  for (let count = 0; count < 72; count += 1) {
    const { from, to } = period;
    expect(local(from).day).toBe(1);
    expect(local(from.getTime() - 1).month).not.toBe(local(from).month);
    expect(local(to.getTime() - 1).month).toBe(local(from).month);
    // Every sixth hour, and so before, in and after each change of the clock; the month's two last instants too.
    for (let at = from.getTime(); at < to.getTime(); at += 21_600_000) {
      expect(calendarMonth(new Date(at), zone)).toEqual(period);
    }
    expect(calendarMonth(new Date(to.getTime() - 1), zone)).toEqual(period);
    period = calendarMonth(to, zone);
    expect(period.from).toEqual(to);
  }
});

test('an unknown zone is refused, never read as UTC (T4, L4)', () => {
  expect(() => calendarMonth(new Date(), 'Mars/Olympus')).toThrow(/IANA/);
});
