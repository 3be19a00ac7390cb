import type { ListingResult } from '../../listings/feed.ts';
import type { Listing } from '../../listings/listing.ts';
import { selectPopulation } from '../../market/population.ts';
import { computeSnapshot, type FigureKey, FOR_SALE, type MarketSnapshot } from '../../market/snapshot.ts';
import type { Closings } from '../../market/supply.ts';
import type { Window } from '../../market/window.ts';
import { type Answers, restsOnMedian, selectHomes } from '../audience.ts';
import { type ChangesOf, describeChanges } from '../changes.ts';
import {
  type Ask,
  defineReport,
  type ReportContext,
  type ReportDefinition,
  type ReportDraft,
  type ReportWindows,
} from '../definition.ts';
import { describeExclusions } from '../exclusions.ts';
import { defineFigures, describeFigures, type OwnFigure } from '../figures.ts';
import { describePeriod, formatInstant, formatPeriod } from '../format.ts';
import { disclaimersOf } from '../listing-cards.ts';
import type { ReportChart, ReportFigure, ReportListings, ReportTable } from '../model.ts';
import type { SharedContent } from '../shared-draft.ts';
import { cleanText } from '../text.ts';
import { closedIn } from './asks.ts';

type Question = 'active' | 'pending' | 'closed';

/** What a report type makes its parts from. */
export interface Material {
  readonly snapshot: MarketSnapshot;
  /** The sales that paces, bands and charts are taken from. */
  readonly closings: Closings;
  readonly context: ReportContext;
  /** Formatted: when the oldest reading was taken. */
  readonly asOf: string;
}

export interface Wording {
  readonly figures: readonly ReportFigure[];
  readonly area: string;
  /** For running text: "the 30 days from …". */
  readonly period: string;
}

/** A report type as data. */
export interface MarketReport {
  readonly reportType: string;
  readonly title: string;
  /** Where none of these holds a home there is nothing to report; the first is what an audience's limit is settled on. */
  readonly about: readonly ['active' | 'closed', ...Question[]];
  readonly period: 'report' | 'year';
  readonly asks: (context: ReportContext) => Readonly<Partial<Record<Question, Ask>>>;
  /** The first four stand at the top. */
  readonly figures: readonly (FigureKey | OwnFigure)[];
  readonly narrated: boolean;
  /** Its figures are set against the window before and a year ago. */
  readonly compared?: boolean;
  readonly headline: (wording: Wording) => { readonly subject: string; readonly headline: string };
  readonly charts?: (material: Material) => readonly (ReportChart | null)[];
  readonly tables?: (material: Material) => readonly ReportTable[];
  readonly listings?: (material: Material) => { section: ReportListings; shown: readonly Listing[] };
  readonly featured?: boolean;
}

const PROMINENT = 4;
/** For what a report type does not ask: no figure of it is shown. */
const NOT_ASKED: ListingResult = { listings: [], truncated: false, dropped: {}, asOf: Number.POSITIVE_INFINITY };

/** The definition that asks, selects, computes and words what `report` says. */
export function marketReport(report: MarketReport): ReportDefinition {
  return defineReport<Question | 'yearAgo' | 'stock'>({
    asks: (context) => {
      const asks = report.asks(context);
      const stock =
        asks.active?.listed && restsOnMedian(context.selection) ? { stock: withoutWindow(asks.active) } : {};
      return { ...asks, ...(report.compared ? pastAsks(context.windows) : {}), ...stock };
    },
    build: (answers, context) => buildReport(report, answers, context),
  });
}

/** One reading of closings for this window and the one before; another for a year ago. */
function pastAsks({ closings, previous, yearAgo }: ReportWindows) {
  const from = Math.min(closings.from, previous.closings.from);
  return {
    closed: closedIn({ from, to: closings.to }),
    yearAgo: closedIn({ from: Math.min(yearAgo.report.from, yearAgo.closings.from), to: yearAgo.closings.to }),
  };
}

function withoutWindow({ listed: _, ...ask }: Ask): Ask {
  return ask;
}

/** The page's content from the feed's answers. Pure. */
export function buildReport(report: MarketReport, answers: Answers, context: ReportContext): ReportDraft {
  const selected = selectHomes(answers, context.selection, {
    lead: report.about[0],
    featured: report.featured ?? false,
  });
  const { active = NOT_ASKED, pending = NOT_ASKED, closed = NOT_ASKED } = selected.answers;
  const { windows, zone } = context;
  const window = windows[report.period];
  const closingsWindow = report.period === 'year' ? windows.year : windows.closings;
  const snapshot = computeSnapshot({ active, pending, closed, window, closingsWindow, types: FOR_SALE });
  const closings = {
    ...selectPopulation(closed, { label: 'closed sales', status: 'Closed', types: FOR_SALE, closedIn: closingsWindow }),
    window: closingsWindow,
  };
  const readings = [active, pending, closed].filter((reading) => reading !== NOT_ASKED);
  // The oldest of the readings: the page must not claim to be fresher than any part of it.
  const asOf = formatInstant(Math.min(...readings.map((reading) => reading.asOf)), zone);
  const changesOf = report.compared ? describeChanges(snapshot, selected.answers, windows) : () => [];
  const rest = { ...selected, readings, window, changesOf };
  const content = contentOf(report, { snapshot, closings, context, asOf }, rest);
  const { narrated } = report;
  const nothing = report.about.every((name) => snapshot.populations[name].listings.length === 0);
  // A feed that was cut off holds something, whatever came through.
  const empty = nothing && !readings.some(({ truncated }) => truncated);
  return { content, narrated, empty: empty ? emptyReason(report.about, context, describePeriod(window, zone)) : null };
}

interface Rest {
  readonly label: string | null;
  readonly notices: readonly string[];
  readonly readings: readonly ListingResult[];
  readonly window: Window;
  readonly changesOf: ChangesOf;
}

function contentOf(
  report: MarketReport,
  material: Material,
  { label, notices, readings, window, changesOf }: Rest,
): SharedContent {
  const { snapshot, context, asOf } = material;
  const { area, zone, source } = context;
  const keys = report.figures;
  const figures = describeFigures(snapshot, { keys, prominent: PROMINENT, zone, asOf, changesOf });
  const periodInWords = describePeriod(window, zone);
  const listings = report.listings?.(material);
  return {
    version: 1,
    reportType: report.reportType,
    title: label === null ? report.title : `${report.title}: ${label}`,
    ...report.headline({
      figures,
      area: label === null ? area : `${area} (${label.toLowerCase()})`,
      period: periodInWords,
    }),
    area,
    period: formatPeriod(window, zone),
    periodInWords,
    asOf,
    source: { name: cleanText(source.name, 80), sample: source.sample },
    figures,
    notices,
    charts: (report.charts?.(material) ?? []).filter((chart) => chart !== null),
    tables: report.tables?.(material) ?? [],
    exclusions: describeExclusions(snapshot, figures, readings),
    listings: listings?.section ?? null,
    definitions: defineFigures(keys),
    disclaimers: disclaimersOf(listings?.shown ?? []),
  };
}

function emptyReason(about: readonly Question[], { area }: ReportContext, period: string): string {
  const closed = `nothing closed in ${period}`;
  if (about.length > 1) return `Nothing is active or pending in ${area}, and ${closed}.`;
  return about[0] === 'closed' ? `In ${area}, ${closed}.` : `There is no listing to show in ${area} for ${period}.`;
}
