import { formatCivilDay } from '../core/civil-day.ts';
import { StageTimes } from '../core/stage-times.ts';
import { timeZone } from '../core/time-zone.ts';
import type { MonthlySeries } from '../history/series.ts';
import { builtInNarrator } from '../insights/built-in-narrator.ts';
import type { Narrative, NarrativeFacts, Narrator } from '../insights/facts.ts';
import { factsOfReport } from '../insights/facts-of-report.ts';
import { type Area, areaOf } from '../listings/area.ts';
import type { ListingFeed, SearchOptions } from '../listings/feed.ts';
import { parseFilters } from '../listings/filters/filters.ts';
import type { OpenHouseFeed } from '../listings/open-house.ts';
import { areaLabel } from './area-label.ts';
import { type BrandInput, resolveBrand } from './brand.ts';
import type { AreaFeed, ReportContext, ReportDefinition } from './definition.ts';
import {
  answersNoted,
  isWholeMarket,
  type Market,
  type MarketHistory,
  type Noted,
  pastInventories,
} from './market-history.ts';
import type { ReportModel } from './model.ts';
import type { DraftScope, DraftSharing, SharedDraft } from './shared-draft.ts';
import { findReportType } from './types/report-types.ts';
import { windowsOf } from './windows.ts';

export interface ReportRequest {
  readonly reportType: string;
  readonly areaCities: readonly string[];
  readonly postalCodes: readonly string[];
  /** The audience's name and the filters as they are stored with the schedule. */
  readonly audience: string;
  readonly filters: unknown;
  readonly lookbackDays: number;
  readonly zone: string;
  /** The nominal instant; the window depends on it alone. */
  readonly scheduledFor: Date;
  readonly brand: BrandInput;
  readonly accountName: string;
}

export interface ComposeDeps {
  readonly feed: ListingFeed & OpenHouseFeed;
  readonly now: Date;
  readonly signal: AbortSignal;
  /** On the clock of `performance.now()`: a wait for the vendor that would end later is not begun. */
  readonly deadline?: number;
  readonly narrate: Narrator;
  /** The market's past, to look back on and to add to; absent, there is nothing to compare with. */
  readonly history?: MarketHistory | undefined;
  /** Told how long each stage takes. */
  readonly stages?: StageTimes | undefined;
  /** Where reports share what they have in common; absent, this one is made anew. */
  readonly share?: DraftSharing | undefined;
}

/** An empty report has a model too, for schedules that want it sent nevertheless. */
export type ComposedReport =
  | { readonly model: ReportModel }
  | { readonly model: ReportModel; readonly empty: true; readonly reason: string };

/**
 * Asks the feed, computes, narrates. Passes on the feed's errors and the signal's reason.
 * @throws ReportctlError of scope `schedule` when no area is named or the type is unknown.
 */
export async function composeReport(request: ReportRequest, deps: ComposeDeps): Promise<ComposedReport> {
  const definition = findReportType(request.reportType);
  const area = areaOf({ cities: request.areaCities, postalCodes: request.postalCodes });
  const current = contextOf(request, area, deps);
  const market = { area, zone: request.zone };
  const context = { ...current, ...(await pastInventories(deps.history, market, current)) };
  const produce = () => draftOf(definition, context, area, deps);
  const share = deps.share ?? makeAnew;
  const stages = deps.stages ?? new StageTimes();
  const draft = await stages.timeAround('figures', 'listings', () =>
    share(scopeOf(request, area, context), { produce, signal: deps.signal }),
  );
  const brand = resolveBrand(request.brand, request.accountName);
  const content = { ...draft.content, generatedAt: deps.now.toISOString(), brand };
  const narrative = draft.narrated
    ? await stages.time('narrative', () => narrateOrFallBack(factsOfReport(content), deps))
    : null;
  const model = { ...content, narrative };
  return draft.empty === null ? { model } : { model, empty: true, reason: draft.empty };
}

const makeAnew: DraftSharing = (_scope, { produce }) => produce();

async function draftOf(
  definition: ReportDefinition,
  context: ReportContext,
  area: Area,
  deps: ComposeDeps,
): Promise<SharedDraft> {
  let truncated = false;
  const noting = async <T extends { readonly truncated: boolean }>(answer: Promise<T>): Promise<T> => {
    const result = await answer;
    truncated ||= result.truncated;
    return result;
  };
  const { note, noted } = answersNoted();
  const { search, openHouses } = feedWithin(area, deps);
  const past = pastWithin({ area, zone: context.zone }, context, deps, noted);
  const draft = await definition.draft(context, {
    search: async (what) => {
      const answer = await noting(search(what));
      note(what, answer);
      return answer;
    },
    openHouses: (what) => noting(openHouses(what)),
    series: past.series,
  });
  await past.record();
  return { ...draft, truncated };
}

/** The market's past for one draft. What the draft has read is written down first: it may be what a series lacks. */
function pastWithin(market: Market, context: ReportContext, deps: ComposeDeps, noted: () => Noted) {
  const { history, signal, deadline } = deps;
  let recorded: Promise<void> | undefined;
  const record = async (): Promise<void> => {
    recorded ??= history?.record(market, noted());
    await recorded;
  };
  const series = async (): Promise<MonthlySeries | null> => {
    if (!history || !isWholeMarket(context)) return null;
    await record();
    return history.series(market, new Date(context.windows.report.to), { signal, ...(deadline ? { deadline } : {}) });
  };
  return { record, series };
}

/** All that `draftOf` depends on; what were left out here, two reports would wrongly share. */
function scopeOf({ reportType }: ReportRequest, area: Area, context: ReportContext): DraftScope {
  const lastDay = timeZone(context.zone).dayAt(context.windows.report.to - 1);
  return { cities: area.cities, date: formatCivilDay(lastDay), scope: { reportType, area, context } };
}

function contextOf(request: ReportRequest, area: Area, { feed }: ComposeDeps): ReportContext {
  const { scheduledFor, lookbackDays, zone } = request;
  return {
    area: areaLabel(area),
    zone,
    windows: windowsOf(scheduledFor, lookbackDays, zone),
    selection: { audience: request.audience, filters: parseFilters(request.filters) },
    source: feed.source,
  };
}

/** Questions go out at once; the first that fails stops the others, which would spend the vendor's limit for nothing. */
function feedWithin(
  area: Area,
  { feed, signal, deadline, stages = new StageTimes() }: ComposeDeps,
): Omit<AreaFeed, 'series'> {
  const failure = new AbortController();
  const options = { signal: AbortSignal.any([signal, failure.signal]), deadline };
  const within = async <T>(ask: (options: SearchOptions) => Promise<T>): Promise<T> => {
    try {
      return await stages.time('listings', () => ask(options));
    } catch (error) {
      failure.abort(error);
      throw error;
    }
  };
  return {
    search: (what) => within((options) => feed.search({ ...area, ...what }, options)),
    openHouses: (what) => within((options) => feed.openHouses({ ...area, ...what }, options)),
  };
}

/** Insights fail open (design §6): a narrator that fails costs the report its style, not its delivery. */
async function narrateOrFallBack(facts: NarrativeFacts, { narrate, signal }: ComposeDeps): Promise<Narrative> {
  try {
    return await narrate(facts, { signal });
  } catch {
    signal.throwIfAborted();
    return builtInNarrator(facts, { signal });
  }
}
