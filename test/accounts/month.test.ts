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
])('the month of %s at %s', (zone, now, from, to) => {
  expect(calendarMonth(new Date(now), zone)).toEqual({ from: new Date(from), to: new Date(to) });
});
