import type { MonthlySeries } from '../history/series.ts';
import type { ListingQuery, ListingResult } from '../listings/feed.ts';
import type { ListingFilters } from '../listings/filters/filters.ts';
import type { OpenHouseQuery, OpenHouseResult } from '../listings/open-house.ts';
import type { InventoryThen } from '../market/past.ts';
import type { Window } from '../market/window.ts';
import type { SharedContent } from './shared-draft.ts';

export interface PastWindows {
  readonly report: Window;
  readonly closings: Window;
}

export interface ReportWindows {
  /** What the report is about. */
  readonly report: Window;
  /** What the pace of sales is taken from: the report's window, and never less than 90 days. */
  readonly closings: Window;
  /** The windows of the same lengths before the report's, and a year ago: what its figures are compared with. */
  readonly previous: PastWindows;
  readonly yearAgo: PastWindows;
  /** The twelve months that end with the report's window. */
  readonly year: Window;
  /** The days ahead, from the local day of the nominal instant on. */
  readonly coming: Window;
}

/** Which of the area's homes the report is about. */
export interface ReportSelection {
  /** An audience's name, as stored with the schedule. */
  readonly audience: string;
  readonly filters: ListingFilters;
}

/** What a report's content depends on beside the feed's answers: never whose report it is, or when it is made. */
export interface ReportContext {
  readonly area: string;
  readonly zone: string;
  readonly windows: ReportWindows;
  readonly selection: ReportSelection;
  readonly source: { readonly name: string; readonly sample: boolean };
  /** What was for sale at the end of the earlier windows, where it was written down. */
  readonly inventories?: { readonly previous: InventoryThen | null; readonly yearAgo: InventoryThen | null };
}

/** What to ask the feed for, but for the area. */
export type Ask = Omit<ListingQuery, 'cities' | 'postalCodes'>;
export type OpenHouseAsk = Omit<OpenHouseQuery, 'cities' | 'postalCodes'>;

/** The feed, asked about the report's area. */
export interface AreaFeed {
  search(what: Ask): Promise<ListingResult>;
  openHouses(what: OpenHouseAsk): Promise<OpenHouseResult>;
  /** The area's last 24 calendar months; null where there is no history, or the report is about some homes only. */
  series(): Promise<MonthlySeries | null>;
}

export interface ReportDraft {
  readonly content: SharedContent;
  /** False for a page of listings: there is no market in it to narrate. */
  readonly narrated: boolean;
  /** Why there is nothing to report on, or null. */
  readonly empty: string | null;
}

/** A report type as data: which questions it asks the feed, and how it turns the answers into content. */
export interface ReportDefinition {
  draft(context: ReportContext, feed: AreaFeed): Promise<ReportDraft>;
}

interface Shape<Question extends string> {
  readonly asks: (context: ReportContext) => Readonly<Partial<Record<Question, Ask>>>;
  /** True where the page shows how the market moved over two years. */
  readonly series?: boolean;
  /** Gets an answer to each question that was asked. */
  readonly build: (
    answers: Readonly<Partial<Record<Question, ListingResult>>>,
    context: ReportContext,
    series: MonthlySeries | null,
  ) => ReportDraft;
}

export function defineReport<Question extends string>({ asks, series, build }: Shape<Question>): ReportDefinition {
  return {
    draft: async (context, feed) => {
      const questions = Object.entries<Ask | undefined>(asks(context)).flatMap(([name, what]) =>
        what ? [[name, what] as const] : [],
      );
      const answers = await Promise.all(
        questions.map(async ([name, what]) => [name, await feed.search(what)] as const),
      );
      // After the answers: the month that has just ended may be in them.
      const months = series ? await feed.series() : null;
      return build(Object.fromEntries(answers) as Partial<Record<Question, ListingResult>>, context, months);
    },
  };
}
