import { expect, test } from 'vitest';
import { windowsOf } from '../../src/reports/windows.ts';

const day = (instant: number) => new Date(instant).toISOString().slice(0, 10);

test('the previous window ends where the report’s begins; a year ago is the same calendar day', () => {
  const { report, closings, previous, yearAgo, year } = windowsOf(new Date('2025-06-02T14:00:00Z'), 30, 'UTC');
  expect(previous.report.to).toBe(report.from);
  expect([report.days, previous.report.days, yearAgo.report.days]).toEqual([30, 30, 30]);
  expect([closings.days, previous.closings.days, yearAgo.closings.days, year.days]).toEqual([90, 90, 90, 365]);
  expect(day(yearAgo.report.to)).toBe('2024-06-02');
});

test('on 29 February the year before has the 28th', () => {
  expect(day(windowsOf(new Date('2024-02-29T14:00:00Z'), 7, 'UTC').yearAgo.report.to)).toBe('2023-02-28');
});

test('whole local days, also across a change of clocks', () => {
  const { previous } = windowsOf(new Date('2025-03-16T14:00:00Z'), 7, 'America/Chicago');
  expect(new Date(previous.report.to).toISOString()).toBe('2025-03-09T06:00:00.000Z');
});
