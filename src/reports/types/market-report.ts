import type { MonthlySeries, SeriesMonth } from '../../history/series.ts';
import type { ListingResult } from '../../listings/feed.ts';
import { AUDIENCES } from '../../listings/filters/audiences.ts';
import { selectPopulation } from '../../market/population.ts';
import { computeSnapshot, FOR_SALE } from '../../market/snapshot.ts';
import { type Answers, restsOnMedian, selectHomes } from '../audience.ts';
import { describeChanges } from '../changes.ts';
import {
  type Ask,
  defineReport,
  type ReportContext,
  type ReportDefinition,
  type ReportDraft,
  type ReportWindows,
} from '../definition.ts';
import { describePeriod, formatInstant, inPeriod } from '../format.ts';
import { type Named, nameHomes } from '../named-homes.ts';
import { capitalised } from '../text.ts';
import { ACTIVE, closedIn } from './asks.ts';
import { contentOf } from './content.ts';
import type { MarketReport, Question } from './report-parts.ts';

/** For what a report type does not ask: no figure of it is shown. */
const NOT_ASKED: ListingResult = { listings: [], truncated: false, dropped: {}, asOf: Number.POSITIVE_INFINITY };

/** The definition that asks, selects, computes and words what `report` says. */
export function marketReport(report: MarketReport): ReportDefinition {
  return defineReport<Question | 'earlier' | 'yearAgo' | 'stock' | 'sold'>({
    asks: (context) => {
      const asks = report.asks(context);
      return { ...asks, ...(report.compared ? pastAsks(context.windows) : {}), ...medianAsks(asks, context) };
    },
    series: report.series ?? false,
    build: (answers, context, series) => buildReport(report, answers, context, series),
  });
}

/** What a price limit's median is taken from, where the report does not ask for it anyway. */
function medianAsks({ active, closed }: ReturnType<MarketReport['asks']>, { selection, windows }: ReportContext) {
  const { list, sale } = restsOnMedian(selection);
  return {
    ...(list && !asksForAll(active) ? { stock: ACTIVE } : {}),
    ...(sale && !closed ? { sold: closedIn(windows.closings) } : {}),
  };
}

/** Beside this window's closings, so that a past which is too much to read does not withhold the present (V6). */
function pastAsks({ closings, previous, yearAgo }: ReportWindows) {
  return {
    closed: closedIn(closings),
    earlier: closedIn({ from: previous.closings.from, to: closings.from }),
    yearAgo: closedIn({ from: Math.min(yearAgo.report.from, yearAgo.closings.from), to: yearAgo.closings.to }),
  };
}

/** All that is for sale, and not only what was listed lately, or nothing of it. */
const asksForAll = (active: Ask | undefined): boolean => active !== undefined && active.listed === undefined;

/** The page's content from the feed's answers. Pure. */
export function buildReport(
  report: MarketReport,
  answers: Answers,
  context: ReportContext,
  series: MonthlySeries | null = null,
): ReportDraft {
  const { windows, zone } = context;
  const window = windows[report.period];
  const selected = selectHomes(answers, context.selection, {
    about: report.about,
    window,
    featured: report.featured ?? false,
    counted: report.counted ?? AUDIENCES.all.homes,
  });
  const { active = NOT_ASKED, pending = NOT_ASKED, closed = NOT_ASKED } = selected.answers;
  const closingsWindow = report.period === 'year' ? windows.year : windows.closings;
  const snapshot = computeSnapshot({ active, pending, closed, window, closingsWindow, types: FOR_SALE });
  const closings = {
    ...selectPopulation(closed, { label: 'closed sales', status: 'Closed', types: FOR_SALE, closedIn: closingsWindow }),
    window: closingsWindow,
  };
  const readings = [active, pending, closed].filter((reading) => reading !== NOT_ASKED);
  // The oldest of the readings: the page must not claim to be fresher than any part of it.
  const { stock = NOT_ASKED, sold = NOT_ASKED } = selected.answers;
  const asOf = formatInstant(Math.min(...[...readings, stock, sold].map((reading) => reading.asOf)), zone);
  const changesOf = report.compared ? describeChanges(snapshot, selected.answers, context) : () => [];
  const populations = report.about.map((name) => snapshot.populations[name]);
  const nothing = populations.every(({ listings }) => listings.length === 0);
  const unknown = nothing && populations.some(({ withheld }) => withheld !== undefined);
  const rest = { ...selected, unknown, readings, window, changesOf };
  const material = { snapshot, closings, context, asOf, prices: selected.prices, months: monthsOf(series) };
  const content = contentOf(report, material, rest);
  const { narrated } = report;
  // A feed that was cut off holds something, whatever came through; what is withheld may be anything.
  const empty = nothing && !unknown && readings.every(({ truncated }) => !truncated);
  return {
    content,
    narrated,
    empty: empty
      ? emptyReason(report.about, nameHomes(context.area, selected.homes), describePeriod(window, zone))
      : null,
  };
}

/** None of them while one is missing. */
const monthsOf = (series: MonthlySeries | null): readonly SeriesMonth[] => (series?.whole ? series.months : []);

/** Of an audience's homes alone: there may be others. */
function emptyReason(about: readonly Question[], { area, homes, place }: Named, period: string): string {
  const [nothing, none, listing] =
    place === area ? ['nothing', 'nothing', 'listing'] : [`no ${homes.one}`, 'none', `listing of ${homes.many}`];
  if (about.length > 1) {
    return `${capitalised(nothing)} is active or pending in ${area}, and ${none} closed ${inPeriod(period)}.`;
  }
  if (about[0] === 'closed') return `In ${area}, ${nothing} closed ${inPeriod(period)}.`;
  return `There is no ${listing} to show in ${area} for ${period}.`;
}
