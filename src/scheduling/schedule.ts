import { formatCivilDay, parseCivilDay } from '../core/civil-day.ts';
import { ReportctlError, usageError } from '../core/errors.ts';
import { isOneLine } from '../core/one-line.ts';
import { type CadenceRule, type CompiledRule, defaultAnchor, firstRun, localDate, parseRule } from './cadence.ts';

export const REPORT_TYPES = [
  'market_snapshot',
  'new_listings',
  'new_listings_gallery',
  'featured_listings',
  'inventory',
  'closed',
  'price_bands',
  'open_houses',
] as const;
export type ReportType = (typeof REPORT_TYPES)[number];

export const AUDIENCES = ['all', 'first_time_buyer', 'investor', 'luxury', 'condo', 'families'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Which homes a report is about; at least one city or postal code. */
export interface Area {
  cities: string[];
  postalCodes: string[];
}

const MAX_CITY_LENGTH = 80;

/** @throws ReportctlError (exit 2) for no area at all (it would be the whole MLS), a blank city or a bad ZIP code. */
export function parseArea(cities: readonly string[], postalCodes: readonly string[]): Area {
  if (cities.length + postalCodes.length === 0) {
    throw usageError('Give at least one --city or --postal-code; a report without an area is refused.', 'no_area');
  }
  const unique = (values: readonly string[]) => [...new Set(values.map((value) => value.trim().replace(/\s+/g, ' ')))];
  const area = { cities: unique(cities), postalCodes: unique(postalCodes) };
  for (const city of area.cities) {
    if (city === '' || city.length > MAX_CITY_LENGTH || !isOneLine(city)) {
      throw usageError(`A city is 1 to ${MAX_CITY_LENGTH} printable characters.`, 'bad_city');
    }
  }
  for (const code of area.postalCodes) {
    if (!/^\d{5}(-\d{4})?$/.test(code)) {
      throw usageError('A postal code is five digits, or nine as 92602-1234.', 'bad_postal_code');
    }
  }
  return area;
}

/**
 * Completes and checks a cadence as a user gives it: a biweekly rule without an anchor gets the first such weekday
 * whose instant is still to come.
 * @throws ReportctlError (exit 2) naming the value that is wrong; nothing is guessed.
 */
export function parseCadence(
  given: CadenceRule,
  now: Date,
): { rule: CadenceRule; compiled: CompiledRule; firstRun: Date } {
  try {
    const needsAnchor = given.cadence === 'biweekly' && given.anchorDate === null;
    const anchorDate = needsAnchor ? comingAnchor(given, now) : given.anchorDate;
    const rule = { ...given, anchorDate };
    const compiled = parseRule(rule);
    return { rule, compiled, firstRun: firstRun(compiled, now) };
  } catch (error) {
    if (error instanceof ReportctlError) throw usageError(error.message, error.code);
    throw error;
  }
}

/** Today's weekday with its send time past would let two weeks go by before the first report. */
function comingAnchor(given: CadenceRule, now: Date): string {
  const first = firstRun(parseRule({ ...given, cadence: 'weekly' }), now).getTime();
  const thisWeek = defaultAnchor(given, localDate(now, given.timezone));
  // Civil days: seven times 24 hours later it may be another date, where the clock changes in between.
  const nextWeek = formatCivilDay((parseCivilDay(thisWeek) ?? Number.NaN) + 7);
  const begins = firstRun(parseRule({ ...given, anchorDate: thisWeek }), now).getTime();
  return begins === first ? thisWeek : nextWeek;
}
