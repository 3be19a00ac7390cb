import { scheduleError } from '../core/errors.ts';
import type { ReportDefinition } from './definition.ts';
import { marketSnapshot } from './market-snapshot.ts';

/** The report types that can be made, by the names that schedules use. */
export const reportTypes = new Map<string, ReportDefinition>([['market_snapshot', marketSnapshot]]);

/** @throws ReportctlError of scope `schedule` for a type that this version cannot make. */
export function findReportType(name: string): ReportDefinition {
  const definition = reportTypes.get(name);
  if (definition !== undefined) return definition;
  const known = [...reportTypes.keys()].join(', ');
  throw scheduleError(`There is no report type "${name}"; this version makes ${known}.`, 'unknown_report_type');
}
