import { DAY_MS } from '../../../src/core/civil-day.ts';
import { timeZone } from '../../../src/core/time-zone.ts';
import { SAMPLE_CITIES } from '../../../src/listings/sample/cities.ts';
import { createCityMarket } from '../../../src/listings/sample/market.ts';
import { openHouseRows } from '../../../src/listings/sample/open-houses.ts';
import type { RawRow } from './raw.ts';

/** The sample market of the named cities (all by default) at an instant, as raw rows for the feed server. */
export function sampleRows(now: Date, cities?: readonly string[]): RawRow[] {
  return SAMPLE_CITIES.filter(({ name }) => cities === undefined || cities.includes(name)).flatMap((city) =>
    createCityMarket(city)
      .entriesOn(timeZone(city.zone).dayAt(now.getTime()))
      .map((entry) => entry.row()),
  );
}

/** Their open houses of the next three weeks, as raw rows. */
export function sampleOpenHouses(now: Date): RawRow[] {
  const from = now.getTime();
  const coming = { from, to: from + 21 * DAY_MS };
  return SAMPLE_CITIES.flatMap((city) => {
    const today = timeZone(city.zone).dayAt(from);
    const active = createCityMarket(city)
      .entriesOn(today, today)
      .filter(({ status }) => status === 'Active');
    return openHouseRows(active, coming, from) as RawRow[];
  });
}
