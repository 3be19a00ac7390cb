import type { ClosingsRead } from '../history/noted-months.ts';
import type { MonthlySeries } from '../history/series.ts';
import type { Area } from '../listings/area.ts';
import type { ListingResult, SearchOptions } from '../listings/feed.ts';
import type { InventoryThen } from '../market/past.ts';
import type { Window } from '../market/window.ts';
import type { Ask, ReportContext } from './definition.ts';

export interface Market {
  readonly area: Area;
  /** IANA name: whose days count. */
  readonly zone: string;
}

/** All that is for sale and under contract in a market, as the feed says it now. */
export interface Offers {
  readonly active: ListingResult;
  readonly pending: ListingResult;
}

/** What a report has read that later reports want to look back on. */
export interface Noted {
  /** Null where the report did not ask for all of it. */
  readonly offers: Offers | null;
  readonly closings: readonly ClosingsRead[];
}

/** A market's past: a feed tells only today's inventory, and its closings of two years are too many to read at once. */
export interface MarketHistory {
  record(market: Market, noted: Noted): Promise<void>;
  /** What was for sale at the end of a window; null where nobody wrote it down. */
  atEnd(market: Market, window: Window): Promise<InventoryThen | null>;
  /** The 24 calendar months that were over at `end`. */
  series(market: Market, end: Date, options: SearchOptions): Promise<MonthlySeries>;
}

/** What a history holds is of the whole market: to a selection of homes it is nothing to compare with. */
export const isWholeMarket = ({ selection }: Pick<ReportContext, 'selection'>): boolean =>
  selection.audience === 'all' && Object.keys(selection.filters).length === 0;

export async function pastInventories(
  history: MarketHistory | undefined,
  market: Market,
  context: ReportContext,
): Promise<Pick<ReportContext, 'inventories'>> {
  if (!history || !isWholeMarket(context)) return {};
  const { windows } = context;
  const [previous, yearAgo] = await Promise.all([
    history.atEnd(market, windows.previous.report),
    history.atEnd(market, windows.yearAgo.report),
  ]);
  return { inventories: { previous, yearAgo } };
}

/** Which of a report's answers are worth writing down: what is for sale by status alone, and closings of a period. */
export function answersNoted() {
  const offers: { -readonly [Name in keyof Offers]?: Offers[Name] } = {};
  const closings: ClosingsRead[] = [];
  return {
    note: ({ statuses, listed, closed }: Ask, answer: ListingResult): void => {
      if (statuses.length > 1 || listed) return;
      if (statuses[0] === 'Active') offers.active = answer;
      if (statuses[0] === 'Pending') offers.pending = answer;
      if (statuses[0] === 'Closed' && closed) closings.push({ ...closed, answer });
    },
    noted: (): Noted => {
      const { active, pending } = offers;
      return { offers: active && pending ? { active, pending } : null, closings };
    },
  };
}
