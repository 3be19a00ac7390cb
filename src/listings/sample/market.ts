import { type CivilDay, DAY_MS } from '../../core/civil-day.ts';
import { timeZone } from '../../core/time-zone.ts';
import type { ListingStatus } from '../listing.ts';
import type { SampleCity } from './cities.ts';
import { type Life, LONGEST_ESCROW, LONGEST_ON_MARKET, livesListedOn } from './life.ts';
import { rawRow, statusOn, type WriteDay } from './raw-row.ts';

/** A listing of the market with its status on the market's day; `row` makes the response object. */
export interface MarketEntry {
  readonly city: SampleCity;
  readonly life: Life;
  readonly status: ListingStatus;
  row(): ReturnType<typeof rawRow>;
}

/** The same everywhere, so that two hosts, and today's and yesterday's report, show one market. */
export const SAMPLE_SEED = 20_260_101;

// 36 whole calendar months of closings, whatever the day of the month.
const HISTORY_DAYS = 36 * 31 + 31;

/** One city's listings, whatever the day; remembers what it made, since several reports ask for the same. */
export interface CityMarket {
  /**
   * The listings on `today`, oldest first, that were sold or withdrawn on `since` or later, or are not yet. Sales of
   * more than 36 months ago are not there. The later `since`, the less has to be made.
   */
  entriesOn(today: CivilDay, since?: CivilDay): MarketEntry[];
}

export function createCityMarket(city: SampleCity, seed = SAMPLE_SEED): CityMarket {
  const writeDay = dayWriter(city.zone);
  const livesOf = remembered((day: CivilDay) => livesListedOn(seed, city, day));
  const entriesOn = (today: CivilDay, since = 0): MarketEntry[] => {
    const oldest = Math.min(today, Math.max(since, today - HISTORY_DAYS));
    const entries: MarketEntry[] = [];
    for (let day = oldest - LONGEST_ON_MARKET - LONGEST_ESCROW; day <= today; day += 1) {
      for (const life of livesOf(day)) {
        const status = statusOn(life, today);
        const lastDay = life.sale?.closeDay ?? life.endDay;
        if (status !== null && lastDay >= oldest) {
          entries.push({ city, life, status, row: () => rawRow(life, city, today, writeDay) });
        }
      }
    }
    return entries;
  };
  return { entriesOn };
}

const dayWriter = (zone: string): WriteDay =>
  remembered((day: CivilDay) => {
    const midnight = timeZone(zone).instantOf(day, 0);
    if (midnight === undefined)
      throw new Error(`${zone} has no such day; the sample cities are not across the date line`);
    return `${new Date(midnight).toISOString().slice(0, 19)}Z`;
  });

function remembered<T>(make: (day: CivilDay) => T): (day: CivilDay) => T {
  const made = new Map<CivilDay, T>();
  return (day) => {
    const known = made.get(day);
    if (known !== undefined) return known;
    const value = make(day);
    made.set(day, value);
    return value;
  };
}

/** The civil day of an instant, give or take one: enough for a coarse cut before the exact check. */
export const roughDay = (at: number): CivilDay => Math.floor(at / DAY_MS);
