import { scheduleError } from '../core/errors.ts';
import type { ListingQuery } from './feed.ts';
import type { Listing } from './listing.ts';

/**
 * The places of a query: a listing belongs to it when its city or its postal code is named (the union, M6). Each
 * value is kept in the spelling to send, and once.
 */
export interface Area {
  readonly cities: readonly string[];
  readonly postalCodes: readonly string[];
}

/** @throws scheduleError when neither a city nor a postal code is named: the answer would be the whole MLS. */
export function areaOf(query: Pick<ListingQuery, 'cities' | 'postalCodes'>): Area {
  const area = {
    cities: unique(
      query.cities.map((city) => city.trim()),
      cityKey,
    ),
    postalCodes: unique(query.postalCodes.map(postalCodeKey), postalCodeKey),
  };
  if (area.cities.length + area.postalCodes.length > 0) return area;
  throw scheduleError('The report has no area: give it at least one city or postal code.', 'no_area');
}

function unique(values: readonly string[], key: (value: string) => string): string[] {
  return [...new Map(values.filter((value) => value !== '').map((value) => [key(value), value])).values()];
}

/** Two spellings of one city have one key; "South Houston" and "Houston" have two (V5). */
export const cityKey = (city: string): string => city.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();

/** The five digits of a ZIP or ZIP+4; anything else as it stands. */
export function postalCodeKey(postalCode: string): string {
  const trimmed = postalCode.trim();
  return /^(\d{5})(?:[- ]?\d{4})?$/.exec(trimmed)?.[1] ?? trimmed.toUpperCase();
}

/** A test for "lies in this area", with its look-up sets built once. A row without a city lies in none. */
export function areaMatcher(area: Area): (place: Pick<Listing, 'city' | 'postalCode'>) => boolean {
  const cities = new Set(area.cities.map(cityKey));
  const postalCodes = new Set(area.postalCodes.map(postalCodeKey));
  return ({ city, postalCode }) =>
    (city !== null && cities.has(cityKey(city))) || (postalCode !== null && postalCodes.has(postalCodeKey(postalCode)));
}
