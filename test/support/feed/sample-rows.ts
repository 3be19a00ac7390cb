import { SAMPLE_CITIES } from '../../../src/listings/sample/cities.ts';
import { civilDayAt } from '../../../src/listings/sample/civil-day.ts';
import { createCityMarket } from '../../../src/listings/sample/market.ts';
import type { RawRow } from './raw.ts';

/** The sample market of the named cities (all by default) at an instant, as raw rows for the feed server. */
export function sampleRows(now: Date, cities?: readonly string[]): RawRow[] {
  return SAMPLE_CITIES.filter(({ name }) => cities === undefined || cities.includes(name)).flatMap((city) =>
    createCityMarket(city)
      .entriesOn(civilDayAt(now.getTime(), city.zone))
      .map((entry) => entry.row()),
  );
}
