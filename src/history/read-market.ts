import type { Area } from '../listings/area.ts';
import type { ListingFeed, ListingResult, PropertyTypeWord, SearchOptions } from '../listings/feed.ts';
import { FOR_SALE_WORDS } from '../listings/property-types.ts';
import { compareSnapshot, type FigureChanges, type PastFigures } from '../market/comparison.ts';
import { computePastFigures, type InventoryThen } from '../market/past.ts';
import { computeSnapshot, type FigureKey, type MarketSnapshot } from '../market/snapshot.ts';
import { previousWindow, reportWindow, type Window, yearAgoWindow } from '../market/window.ts';
import { together } from './together.ts';

export interface MarketQuestion {
  readonly area: Area;
  readonly lookbackDays: number;
  /** IANA name. */
  readonly zone: string;
  /** The nominal instant; the windows depend on it alone. */
  readonly scheduledFor: Date;
}

export interface MarketSources extends SearchOptions {
  readonly feed: Pick<ListingFeed, 'search'>;
  /** The stored inventory at the end of a window; without it, what is for sale has no past to be compared with. */
  readonly inventoryAtEnd?: (window: Window) => Promise<InventoryThen | null>;
}

export interface MarketReading {
  readonly window: Window;
  readonly snapshot: MarketSnapshot;
  readonly previous: PastFigures;
  readonly yearAgo: PastFigures;
  readonly changes: Readonly<Record<FigureKey, FigureChanges>>;
  /** The oldest of the readings it rests on. */
  readonly asOf: number;
}

/** metrics.md: the pace of sales is that of 90 days; a month's closings are too few in most places. */
const SHORTEST_CLOSINGS_DAYS = 90;

// Rentals are asked for as well, to be left out here and counted.
const WITH_RENTALS: readonly [PropertyTypeWord, PropertyTypeWord, PropertyTypeWord] = [...FOR_SALE_WORDS, 'rental'];

/**
 * A market now, in the window before and in the same window a year ago. What lies between those windows is not read:
 * in a big city that would be most of the vendor's daily limit.
 */
export async function readMarket(question: MarketQuestion, sources: MarketSources): Promise<MarketReading> {
  const windows = windowsOf(question);
  const { feed, inventoryAtEnd = async () => null, ...options } = sources;
  const closedIn = (from: number, to: number) =>
    feed.search({ ...question.area, statuses: ['Closed'], types: FOR_SALE_WORDS, closed: { from, to } }, options);
  const offered = (status: 'Active' | 'Pending') =>
    feed.search({ ...question.area, statuses: [status], types: WITH_RENTALS }, options);
  const { now, before, yearAgo } = windows;
  const [active, pending, closed, earlier, longAgo] = await Promise.all([
    offered('Active'),
    offered('Pending'),
    closedIn(now.closings.from, now.window.to),
    closedIn(before.closings.from, now.closings.from),
    closedIn(yearAgo.closings.from, yearAgo.window.to),
  ]);
  const inventories = await Promise.all([inventoryAtEnd(before.window), inventoryAtEnd(yearAgo.window)]);
  const snapshot = computeSnapshot({ active, pending, closed, window: now.window, closingsWindow: now.closings });
  const past = {
    previous: pastFigures(before, together(earlier, closed), inventories[0]),
    yearAgo: pastFigures(yearAgo, longAgo, inventories[1]),
  };
  const asOf = Math.min(...[active, pending, closed, earlier, longAgo].map((reading) => reading.asOf));
  return { window: now.window, snapshot, ...past, changes: compareSnapshot(snapshot, past), asOf };
}

interface Windows {
  window: Window;
  closings: Window;
}

function windowsOf({ scheduledFor, lookbackDays, zone }: MarketQuestion) {
  const pace = Math.max(lookbackDays, SHORTEST_CLOSINGS_DAYS);
  const window = reportWindow(scheduledFor, lookbackDays, zone);
  const endingWith = (at: Window): Windows => ({ window: at, closings: reportWindow(new Date(at.to), pace, zone) });
  return {
    now: endingWith(window),
    before: endingWith(previousWindow(window, zone)),
    yearAgo: endingWith(yearAgoWindow(window, zone)),
  };
}

function pastFigures({ window, closings }: Windows, closed: ListingResult, inventory: InventoryThen | null) {
  return computePastFigures({ closed, window, closingsWindow: closings, inventory });
}
