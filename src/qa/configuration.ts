import { AUDIENCES, type AudienceName } from '../listings/filters/audiences.ts';
import type { ReportType } from '../scheduling/schedule.ts';

/** One temporary schedule of a qa session. */
export interface QaConfiguration {
  name: string;
  reportType: ReportType;
  audience: AudienceName;
  lookbackDays: number;
}

export interface QaChoice {
  lookbackDays: number;
  /** Only these types; undefined = the default ones. */
  reportTypes?: readonly ReportType[] | undefined;
  /** Three at most. */
  quick: boolean;
}

/** The only type that lists homes for each audience; the others describe the whole market. */
const FOR_AUDIENCES: ReportType = 'new_listings_gallery';
const DEFAULT_TYPES: readonly ReportType[] = ['market_snapshot', 'closed', FOR_AUDIENCES];
const QUICK = 3;

/** What a session tries: market snapshot, closed sales, and the gallery for each of the six audiences. */
export function chooseConfigurations({ lookbackDays, reportTypes, quick }: QaChoice): QaConfiguration[] {
  const all = [...new Set(reportTypes ?? DEFAULT_TYPES)].flatMap((reportType) =>
    audiencesOf(reportType).map((audience) => ({
      name: reportType === FOR_AUDIENCES ? `${reportType} ${audience}` : reportType,
      reportType,
      audience,
      lookbackDays,
    })),
  );
  return quick ? all.slice(0, QUICK) : all;
}

const audiencesOf = (reportType: ReportType): AudienceName[] =>
  reportType === FOR_AUDIENCES ? (Object.keys(AUDIENCES) as AudienceName[]) : ['all'];
