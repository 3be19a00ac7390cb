import { expect, test } from 'vitest';
import { findReportType, reportTypes } from '../../../src/reports/types/report-types.ts';
import { REPORT_TYPES } from '../../../src/scheduling/schedule.ts';

test('finds the types it lists', () => {
  for (const [name, definition] of reportTypes) expect(findReportType(name)).toBe(definition);
});

test('an unknown type is the schedule’s fault, and the known ones are named', () => {
  expect(() => findReportType('horoscope')).toThrow(
    expect.objectContaining({
      scope: 'schedule',
      code: 'unknown_report_type',
      message: expect.stringContaining('market_snapshot'),
    }),
  );
});

test('makes every type that a schedule may have', () => {
  expect([...reportTypes.keys()].toSorted()).toEqual(REPORT_TYPES.toSorted());
});
