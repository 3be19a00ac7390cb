import type { ListingQuery, ListingResult } from '../listings/feed.ts';
import type { Window } from '../market/window.ts';
import type { SharedContent } from './shared-draft.ts';

export interface ReportWindows {
  /** What the report is about. */
  readonly report: Window;
  /** What the pace of sales is taken from: the report's window, and never less than 90 days. */
  readonly closings: Window;
}

/** What a report's content depends on beside the feed's answers: never whose report it is, or when it is made. */
export interface ReportContext {
  readonly area: string;
  readonly zone: string;
  readonly windows: ReportWindows;
  readonly source: { readonly name: string; readonly sample: boolean };
}

/** What to ask the feed for, but for the area. */
export type Ask = Omit<ListingQuery, 'cities' | 'postalCodes'>;

export interface ReportDraft {
  readonly content: SharedContent;
  /** Why there is nothing to report on, or null. */
  readonly empty: string | null;
}

/** A report type as data: which questions it asks the feed, and how it turns the answers into content. */
export interface ReportDefinition {
  draft(context: ReportContext, ask: (what: Ask) => Promise<ListingResult>): Promise<ReportDraft>;
}

interface Shape<Question extends string> {
  readonly asks: (windows: ReportWindows) => Readonly<Record<Question, Ask>>;
  readonly build: (answers: Readonly<Record<Question, ListingResult>>, context: ReportContext) => ReportDraft;
}

export function defineReport<Question extends string>({ asks, build }: Shape<Question>): ReportDefinition {
  return {
    draft: async (context, ask) => {
      const questions = Object.entries<Ask>(asks(context.windows));
      const answers = await Promise.all(questions.map(async ([name, what]) => [name, await ask(what)] as const));
      return build(Object.fromEntries(answers) as Record<Question, ListingResult>, context);
    },
  };
}
