import { DateTime } from 'luxon';
import type { PropertyType } from '../listings/listing.ts';
import { medianDaysOnMarket } from './days-on-market.ts';
import type { Figure } from './figure.ts';
import { saleToList } from './negotiation.ts';
import { type Reading, selectPopulation } from './population.ts';
import { medianSalePrice } from './prices.ts';
import { DEFAULT_SAMPLE_THRESHOLDS } from './sample-size.ts';
import { FOR_SALE } from './snapshot.ts';
import type { Window } from './window.ts';

export interface CalendarMonth {
  /** Its first day, 'YYYY-MM-01'. */
  readonly month: string;
  readonly window: Window;
}

/** The last `count` calendar months that are over at `now` in `zone`, oldest first. */
export function completeMonths(now: Date, count: number, zone: string): CalendarMonth[] {
  const current = DateTime.fromJSDate(now, { zone }).startOf('month');
  return Array.from({ length: count }, (_, index) => monthAt(current.minus({ months: count - index })));
}

function monthAt(first: DateTime): CalendarMonth {
  const from = first.startOf('month');
  const to = from.plus({ months: 1 }).startOf('month');
  return {
    month: from.toFormat('yyyy-MM-dd'),
    window: { from: from.toMillis(), to: to.toMillis(), days: from.daysInMonth ?? 30 },
  };
}

/** 'YYYY-MM-DD', in the zone that the month is of. */
export const lastDayOf = ({ month, window }: CalendarMonth): string =>
  `${month.slice(0, 8)}${String(window.days).padStart(2, '0')}`;

/** A month's closings in a few numbers: what a series is drawn from. Null where too little is known. */
export interface MonthlyAggregate {
  readonly month: string;
  readonly closed: number;
  readonly medianSalePrice: number | null;
  readonly medianDaysOnMarket: number | null;
  readonly saleToList: number | null;
  /** False when the feed held more of the month than could be read: its numbers are those of a part. */
  readonly complete: boolean;
}

/** One month's closings from a reading that covers it. */
export function aggregateMonth(
  reading: Reading,
  { month, window }: CalendarMonth,
  types: readonly PropertyType[] = FOR_SALE,
): MonthlyAggregate {
  const selection = { label: 'closed sales', status: 'Closed' as const, types, closedIn: window };
  const closed = selectPopulation(reading, selection);
  return {
    month,
    closed: closed.listings.length,
    medianSalePrice: ofEnough(medianSalePrice(closed)),
    medianDaysOnMarket: ofEnough(medianDaysOnMarket(closed)),
    saleToList: ofEnough(saleToList(closed)),
    complete: !reading.truncated,
  };
}

/** By the figure's own n: of 40 closings two may have a price, and a point of a line says nothing of its sample. */
const ofEnough = ({ value, n }: Figure): number | null => (n < DEFAULT_SAMPLE_THRESHOLDS.noChange ? null : value);
