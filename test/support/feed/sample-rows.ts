import { timeZone } from '../../../src/core/time-zone.ts';
import { SAMPLE_CITIES } from '../../../src/listings/sample/cities.ts';
import { createCityMarket } from '../../../src/listings/sample/market.ts';
import type { RawRow } from './raw.ts';

/** The sample market of the named cities (all by default) at an instant, as raw rows for the feed server. */
export function sampleRows(now: Date, cities?: readonly string[]): RawRow[] {
  return SAMPLE_CITIES.filter(({ name }) => cities === undefined || cities.includes(name)).flatMap((city) =>
    createCityMarket(city)
      .entriesOn(timeZone(city.zone).dayAt(now.getTime()))
      .map((entry) => entry.row()),
  );
}
