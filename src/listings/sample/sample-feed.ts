import type { CivilDay } from '../../core/civil-day.ts';
import type { Clock } from '../../core/clock.ts';
import { scheduleError } from '../../core/errors.ts';
import { timeZone } from '../../core/time-zone.ts';
import { areaMatcher, areaOf, cityKey, postalCodeKey } from '../area.ts';
import type { ListingFeed, ListingQuery } from '../feed.ts';
import type { OpenHouseFeed } from '../open-house.ts';
import { codeOfType } from '../property-types.ts';
import { selectListings } from '../select.ts';
import { byStart, createOpenHouseSelection } from '../select-open-houses.ts';
import { SAMPLE_CITIES, type SampleCity } from './cities.ts';
import { createCityMarket, type MarketEntry, roughDay } from './market.ts';
import { openHouseRows } from './open-houses.ts';

export interface SampleFeedOptions {
  readonly clock: Clock;
  /** Whose calendar says which day it is; each city's own by default. */
  readonly zone?: string;
}

/**
 * A synthetic market that is the same for everybody on the same day and one day further on the next. Its rows have
 * SimplyRETS' shape and take the same way through parsing and checks as the vendor's.
 */
export function createSampleFeed({ clock, zone }: SampleFeedOptions): ListingFeed & OpenHouseFeed {
  const markets = new Map(SAMPLE_CITIES.map((city) => [city, createCityMarket(city)]));
  const entriesOf = (query: ListingQuery, now: number): MarketEntry[] => {
    const entries = citiesOf(query).flatMap((city) => {
      const today = timeZone(zone ?? city.zone).dayAt(now);
      return markets.get(city)?.entriesOn(today, oldestNeeded(query, today)) ?? [];
    });
    return entries.filter(asked(query));
  };
  return {
    source: { name: 'Sample data (synthetic, not real listings)', sample: true },
    search: async (query, { signal }) => {
      signal.throwIfAborted();
      const now = clock.now().getTime();
      const rows = entriesOf(query, now).map((entry) => entry.row());
      const { listings, dropped } = selectListings(rows, query);
      return { listings, dropped, truncated: false, asOf: now };
    },
    // No rows are made: 24 months' ends of a city with them took 360 ms.
    activeAt: (query, at) => entriesOf({ ...query, statuses: ['Active'] }, at).length,
    openHouses: async (query, { signal }) => {
      signal.throwIfAborted();
      const now = clock.now().getTime();
      const selection = createOpenHouseSelection(query);
      selection.add(openHouseRows(entriesOf({ ...query, statuses: ['Active'] }, now), query, now));
      const { openHouses, dropped } = selection;
      return { openHouses: openHouses.sort(byStart), dropped, truncated: false, asOf: now };
    },
  };
}

/** The day from which on sales and withdrawals matter: three years are ten times the work of three months. */
function oldestNeeded({ statuses, closed }: ListingQuery, today: CivilDay): CivilDay | undefined {
  if (statuses.includes('Withdrawn')) return undefined;
  if (!statuses.includes('Closed')) return today;
  return closed && roughDay(closed.from) - 1;
}

/** @throws scheduleError for a place that the sample does not have; a report on nothing would look like an answer. */
function citiesOf(query: ListingQuery): SampleCity[] {
  const area = areaOf(query);
  const named = area.cities.map((name) => SAMPLE_CITIES.find((city) => cityKey(city.name) === cityKey(name)));
  const coded = area.postalCodes.map((code) =>
    SAMPLE_CITIES.find((city) => city.postalCodes.some(([known]) => known === postalCodeKey(code))),
  );
  if (named.includes(undefined)) throw unknownPlace('city', SAMPLE_CITIES.map(({ name }) => name).join(', '));
  if (coded.includes(undefined)) {
    const codes = SAMPLE_CITIES.map(({ name, postalCodes: [[first]] }) => `${first} (${name})`).join(', ');
    throw unknownPlace('postal code', `${codes} and others of these cities`);
  }
  return SAMPLE_CITIES.filter((city) => named.includes(city) || coded.includes(city));
}

const unknownPlace = (kind: string, choices: string) =>
  scheduleError(`There is no such ${kind} in the sample feed, choose one of ${choices}.`, 'no_such_place');

/** What the vendor does before it answers: statuses, types, places and, coarsely, dates. Rows are costly to make. */
function asked(query: ListingQuery): (entry: MarketEntry) => boolean {
  const statuses = new Set<string>(query.statuses);
  const types = new Set<string>(query.types.map(codeOfType));
  const area = areaOf(query);
  const inArea = areaMatcher(area);
  return ({ life, status, city }) =>
    statuses.has(status) &&
    types.has(life.type) &&
    inArea({ city: city.name, postalCode: life.postalCode }) &&
    (status !== 'Closed' || !query.closed || within(life.sale?.closeDay, query.closed)) &&
    (status !== 'Active' || !query.listed || within(life.listDay, query.listed));
}

function within(day: CivilDay | undefined, { from, to }: { from: number; to: number }): boolean {
  return day !== undefined && day >= roughDay(from) - 1 && day <= roughDay(to) + 1;
}
