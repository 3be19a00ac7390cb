import { DateTime } from 'luxon';
import { reportWindow, type Window } from '../market/window.ts';
import type { ReportWindows } from './definition.ts';

/** metrics.md: the pace of sales is that of 90 days; a month's closings are too few in most places. */
const SHORTEST_CLOSINGS_DAYS = 90;
export const YEAR_DAYS = 365;
/** Open houses further ahead are few, and often moved. */
const MOST_COMING_DAYS = 7;

/** All windows that a report for `scheduledFor` may speak of; they depend on the nominal instant alone. */
export function windowsOf(scheduledFor: Date, lookbackDays: number, zone: string): ReportWindows {
  const closingsDays = Math.max(lookbackDays, SHORTEST_CLOSINGS_DAYS);
  const endingAt = (end: Date) => ({
    report: reportWindow(end, lookbackDays, zone),
    closings: reportWindow(end, closingsDays, zone),
  });
  const current = endingAt(scheduledFor);
  // The same calendar day last year; on 29 February, the 28th.
  const lastYear = DateTime.fromJSDate(scheduledFor, { zone }).minus({ years: 1 }).toJSDate();
  return {
    ...current,
    previous: endingAt(new Date(current.report.from)),
    yearAgo: endingAt(lastYear),
    year: reportWindow(scheduledFor, YEAR_DAYS, zone),
    coming: comingDays(scheduledFor, Math.min(lookbackDays, MOST_COMING_DAYS), zone),
  };
}

/** Whole local days too, today's included: reports of one day share what they ask. */
function comingDays(scheduledFor: Date, days: number, zone: string): Window {
  const today = DateTime.fromJSDate(scheduledFor, { zone }).startOf('day');
  return { from: today.toMillis(), to: today.plus({ days }).startOf('day').toMillis(), days };
}
