import { type Area, cityKey, postalCodeKey } from '../listings/area.ts';
import type { PropertyType } from '../listings/listing.ts';

/** What a stored figure is about. Two customers who ask the same vendor account for the same area share it. */
export interface HistoryScope {
  /** The vendor account's digest, or `sample`: what one account sees is nothing to another (S5). */
  readonly feedId: string;
  readonly area: Area;
  /** IANA name: it decides where a month begins. */
  readonly zone: string;
  readonly types: readonly PropertyType[];
}

/** As the tables name it; the order and the spelling of places make no difference. */
export function scopeKeys({ feedId, area, zone, types }: HistoryScope): { area: string; types: string } {
  const places = { cities: area.cities.map(cityKey).sort(), postalCodes: area.postalCodes.map(postalCodeKey).sort() };
  return {
    area: JSON.stringify([feedId, zone, places.cities, places.postalCodes]),
    types: [...types].sort().join('+'),
  };
}
