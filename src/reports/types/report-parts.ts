import type { SeriesMonth } from '../../history/series.ts';
import type { HomeNoun } from '../../listings/filters/audiences.ts';
import type { Listing } from '../../listings/listing.ts';
import type { BandEdges } from '../../market/price-bands.ts';
import type { FigureKey, MarketSnapshot } from '../../market/snapshot.ts';
import type { Closings } from '../../market/supply.ts';
import type { Ask, ReportContext } from '../definition.ts';
import type { OwnFigure } from '../figures.ts';
import type { Wording } from '../headline.ts';
import type { ReportChart, ReportContent, ReportListings, ReportTable } from '../model.ts';

export type Question = 'active' | 'pending' | 'closed';

/** What a report type makes its parts from. */
export interface Material {
  readonly snapshot: MarketSnapshot;
  /** The sales that paces, bands and charts are taken from. */
  readonly closings: Closings;
  readonly context: ReportContext;
  /** Formatted: when the oldest reading was taken. */
  readonly asOf: string;
  /** Between which prices the report's homes lie, as far as its selection sets a limit. */
  readonly prices: BandEdges;
  /** The last 24 calendar months, oldest first; none where they are not all known, or the page shows no series. */
  readonly months: readonly SeriesMonth[];
}

/** What stands on the page of a report type, whatever its answers come from. */
export interface ReportParts<From = Material> {
  readonly reportType: string;
  readonly title: string;
  /** The first four stand at the top. */
  readonly figures: readonly (FigureKey | OwnFigure)[];
  /** All of it is of the moment at which the feed was read: no period stands on the page. */
  readonly ofTheMoment?: boolean;
  readonly headline: (wording: Wording, material: From) => { readonly subject: string; readonly headline: string };
  /** What of the page is missing, and why. */
  readonly notices?: (material: From) => readonly string[];
  /** For a narrative of the market by price. */
  readonly bands?: (material: From) => NonNullable<ReportContent['bands']>;
  readonly charts?: (material: From) => readonly (ReportChart | null)[];
  readonly tables?: (material: From) => readonly ReportTable[];
  /** With the listings behind each of the section's groups. */
  readonly listings?: (material: From) => { section: ReportListings; shown: readonly (readonly Listing[])[] };
}

/** A report type on a market's listings, as data. */
export interface MarketReport extends ReportParts {
  /** Where none of these holds a home there is nothing to report; the first is what an audience's limit is settled on. */
  readonly about: readonly ['active' | 'closed', ...('pending' | 'closed')[]];
  readonly period: 'report' | 'year';
  readonly asks: (context: ReportContext) => Readonly<Partial<Record<Question, Ask>>>;
  readonly narrated: boolean;
  /** Its figures are set against the window before and a year ago. */
  readonly compared?: boolean;
  /** It shows how the market moved over two years, where that is known. */
  readonly series?: boolean;
  readonly featured?: boolean;
  /** What a page of it holds, where that is not every home for sale. */
  readonly counted?: HomeNoun;
}
