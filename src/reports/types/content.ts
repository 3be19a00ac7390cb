import type { ListingResult } from '../../listings/feed.ts';
import type { HomeNoun } from '../../listings/filters/audiences.ts';
import type { Window } from '../../market/window.ts';
import type { ChangesOf } from '../changes.ts';
import { disclaimersOf } from '../disclaimers.ts';
import { describeExclusions } from '../exclusions.ts';
import { defineFigures, describeFigures } from '../figures.ts';
import { describePeriod, formatPeriod } from '../format.ts';
import { type Named, nameHomes, narratedHomes, shortNoun } from '../named-homes.ts';
import type { Obstacle } from '../obstacle.ts';
import type { SharedContent } from '../shared-draft.ts';
import { capitalised, cleanText } from '../text.ts';
import type { Material, ReportParts } from './report-parts.ts';

const PROMINENT = 4;

export interface ContentOptions {
  /** What the report is about; null where that is all homes. */
  readonly homes: HomeNoun | null;
  readonly notices: readonly string[];
  /** What kept homes from being chosen, or null. */
  readonly obstacle: Obstacle | null;
  /** No home is known to be what the report is about, and some may be. */
  readonly unknown: boolean;
  readonly readings: readonly Pick<ListingResult, 'dropped'>[];
  readonly window: Window;
  readonly changesOf: ChangesOf;
}

/** The page's content: every part of `report`, worded. */
export function contentOf<From extends Pick<Material, 'snapshot' | 'context' | 'asOf'>>(
  report: ReportParts<From>,
  material: From,
  { homes, notices, obstacle, unknown, readings, window, changesOf }: ContentOptions,
): SharedContent {
  const { snapshot, context, asOf } = material;
  const { area, zone, source } = context;
  const keys = report.figures;
  const figures = describeFigures(snapshot, { keys, prominent: PROMINENT, zone, asOf, changesOf });
  const periodInWords = describePeriod(window, zone);
  const listings = report.listings?.(material);
  const named = nameHomes(area, homes);
  return {
    version: 1,
    reportType: report.reportType,
    title: homes === null ? report.title : `${report.title}: ${capitalised(shortNoun(homes))}`,
    ...(unknown
      ? unknownHomes(report.title, named, obstacle)
      : report.headline({ figures, ...named, period: periodInWords }, material)),
    area,
    homesInWords: homes === null ? null : narratedHomes(homes),
    period: report.ofTheMoment ? asOf : formatPeriod(window, zone),
    periodInWords,
    asOf,
    source: { name: cleanText(source.name, 80), sample: source.sample },
    figures,
    ...(report.bands ? { bands: report.bands(material) } : {}),
    notices: unknown
      ? notices
      : [...notices, ...(obstacle === null ? [] : [obstacle.notice]), ...(report.notices?.(material) ?? [])],
    charts: (report.charts?.(material) ?? []).filter((chart) => chart !== null),
    tables: report.tables?.(material) ?? [],
    exclusions: describeExclusions(snapshot, figures, readings),
    listings: listings?.section ?? null,
    definitions: defineFigures(keys),
    ...disclaimersOf(listings?.shown ?? []),
  };
}

/** No count, and no "nothing" either, but why; it is not said again below. */
const unknownHomes = (title: string, { area, homes, place }: Named, obstacle: Obstacle | null) => ({
  subject: `${place}: ${title.toLowerCase()}`,
  headline: `No ${homes.many} in ${area} could be chosen this time${obstacle === null ? '' : `: ${obstacle.reason}`}.`,
});
