import type { Area } from '../listings/area.ts';
import type { ListingResult } from '../listings/feed.ts';
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

/** What was for sale, day by day: a feed tells only today's, so it is written down for later reports. */
export interface InventoryLog {
  record(market: Market, offers: Offers): Promise<void>;
  /** Null where nobody wrote it down. */
  atEnd(market: Market, window: Window): Promise<InventoryThen | null>;
}

/** What an earlier inventory is of is the whole market: to a selection of homes it is nothing to compare with. */
export async function pastInventories(
  log: InventoryLog | undefined,
  market: Market,
  { windows, selection }: ReportContext,
): Promise<Pick<ReportContext, 'inventories'>> {
  const whole = selection.audience === 'all' && Object.keys(selection.filters).length === 0;
  if (!log || !whole) return {};
  const [previous, yearAgo] = await Promise.all([
    log.atEnd(market, windows.previous.report),
    log.atEnd(market, windows.yearAgo.report),
  ]);
  return { inventories: { previous, yearAgo } };
}

/** Which of a report's answers say what is for sale now: those about nothing but the status. */
export function offersNoted() {
  const noted: { -readonly [Name in keyof Offers]?: Offers[Name] } = {};
  return {
    note: ({ statuses, listed }: Ask, answer: ListingResult): void => {
      if (statuses.length > 1 || listed) return;
      if (statuses[0] === 'Active') noted.active = answer;
      if (statuses[0] === 'Pending') noted.pending = answer;
    },
    offers: (): Offers | null => {
      const { active, pending } = noted;
      return active && pending ? { active, pending } : null;
    },
  };
}
