import { scheduleError } from '../../core/errors.ts';
import type { ReportDefinition } from '../definition.ts';
import { closedReport } from './closed.ts';
import { featuredListings } from './featured-listings.ts';
import { inventory } from './inventory.ts';
import { marketReport } from './market-report.ts';
import { marketSnapshot } from './market-snapshot.ts';
import { newListingsGallery, newListingsReport } from './new-listings.ts';
import { openHouses } from './open-houses.ts';
import { priceBandsReport } from './price-bands.ts';

const REPORTS = [
  marketSnapshot,
  newListingsReport,
  newListingsGallery,
  featuredListings,
  inventory,
  closedReport,
  priceBandsReport,
];

/** The report types that can be made, by the names that schedules use. */
export const reportTypes: ReadonlyMap<string, ReportDefinition> = new Map([
  ...REPORTS.map((report): [string, ReportDefinition] => [report.reportType, marketReport(report)]),
  ['open_houses', openHouses],
]);

/** @throws ReportctlError of scope `schedule` for a type that this version cannot make. */
export function findReportType(name: string): ReportDefinition {
  const definition = reportTypes.get(name);
  if (definition !== undefined) return definition;
  const known = [...reportTypes.keys()].join(', ');
  throw scheduleError(`There is no report type "${name}"; this version makes ${known}.`, 'unknown_report_type');
}
