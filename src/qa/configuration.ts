import type { Audience, ReportType } from '../scheduling/schedule.ts';

/** One temporary schedule of a qa session. */
export interface QaConfiguration {
  name: string;
  reportType: ReportType;
  audience: Audience;
  lookbackDays: number;
}

const snapshot = (lookbackDays: number): QaConfiguration => ({
  name: `market_snapshot ${lookbackDays} days`,
  reportType: 'market_snapshot',
  audience: 'all',
  lookbackDays,
});

/** One of each window that customers use: a week, a month, a quarter. */
export const CONFIGURATIONS: readonly QaConfiguration[] = [snapshot(30), snapshot(7), snapshot(90)];

/** What --quick tries. */
export const QUICK_CONFIGURATIONS: readonly QaConfiguration[] = CONFIGURATIONS.slice(0, 1);
