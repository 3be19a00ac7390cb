import { type Command, InvalidArgumentError, Option } from 'commander';
import { ReportctlError, usageError } from '../core/errors.ts';
import { type ListingFilters, parseFilters } from '../listings/filters/filters.ts';
import { SUBTYPES } from '../listings/filters/subtypes.ts';
import { CADENCES, type Cadence } from '../scheduling/cadence.ts';
import { AUDIENCES, type Audience, REPORT_TYPES, type ReportType } from '../scheduling/schedule.ts';
import { collect, MARKET_ZONE, parseInteger } from './support.ts';

/** What `schedules add` and `schedules edit` both say of a schedule. */
export interface ScheduleOptions {
  name?: string;
  type?: ReportType;
  audience?: Audience;
  city: string[];
  postalCode: string[];
  lookback?: number;
  cadence?: Cadence;
  at?: string;
  weekday?: number;
  dayOfMonth?: number;
  anchorDate?: string;
  timezone?: string;
  catchUp?: 'once' | 'skip';
  onEmpty?: 'skip' | 'send';
  spread?: number;
  minBeds?: number;
  minBaths?: number;
  minPrice?: number;
  maxPrice?: number;
  minPricePercent?: number;
  maxPricePercent?: number;
  priceOf?: 'list' | 'sale';
  subtype: string[];
}

/** Adds the options without defaults: what is not given is not changed by an edit, and completed by an add. */
export function addScheduleOptions(command: Command): Command {
  return addFilterOptions(
    command
      .option('--name <name>', 'a name to know it by')
      .addOption(new Option('--type <report_type>', 'what it makes').choices(REPORT_TYPES))
      .addOption(new Option('--audience <audience>', 'whom it is for').choices(AUDIENCES))
      .option('--city <city>', 'a city; may be given more than once', collect, [])
      .option('--postal-code <zip>', 'a postal code; may be given more than once', collect, [])
      .option('--lookback <days>', 'length of the reported window', parseInteger(1, 730))
      .addOption(new Option('--cadence <cadence>', 'how often').choices(CADENCES))
      .option('--at <HH:MM>', 'local time of day')
      .option('--weekday <0-6>', '0 = Sunday; for weekly and biweekly', parseInteger(0, 6))
      .option('--day-of-month <1-31>', 'for monthly; shorter months use their last day', parseInteger(1, 31))
      .option('--anchor-date <YYYY-MM-DD>', 'for biweekly: its first day; default: the next such weekday still to come')
      .option('--timezone <zone>', MARKET_ZONE)
      .addOption(
        new Option('--catch-up <policy>', 'after downtime: send the latest once, or skip it').choices(['once', 'skip']),
      )
      .addOption(new Option('--on-empty <policy>', 'when there is nothing to report').choices(['skip', 'send']))
      .option(
        '--spread <minutes>',
        'start up to so much later, the same for a schedule each time',
        parseInteger(0, 720),
      ),
  );
}

function addFilterOptions(command: Command): Command {
  const percent = parseInteger(1, 1000);
  const dollars = parseInteger(1, 10_000_000_000);
  return command
    .option('--min-beds <n>', 'only homes with so many bedrooms', parseRooms)
    .option('--min-baths <n>', 'only homes with so many bathrooms', parseRooms)
    .option('--min-price <dollars>', 'only homes from this price', dollars)
    .option('--max-price <dollars>', 'only homes up to this price', dollars)
    .option('--min-price-percent <n>', "only homes from so many percent of the area's own median", percent)
    .option('--max-price-percent <n>', "only homes up to so many percent of the area's own median", percent)
    .addOption(
      new Option('--price-of <median>', 'the median list or sale price (default: list)').choices(['list', 'sale']),
    )
    .option('--subtype <subtype>', `only such homes; may be given more than once: ${SHOWN_SUBTYPES}`, collect, []);
}

/** The ones that homes have; any of the vendor's words is taken. */
const SHOWN_SUBTYPES = 'singlefamilyresidence, condominium, townhouse, duplex, …';

function parseRooms(text: string): number {
  const rooms = Number(text);
  if (!/^\d{1,2}(\.5)?$/.test(text) || rooms > 50) throw new InvalidArgumentError('It is not a number from 0 to 50.');
  return rooms;
}

/**
 * The filters that were asked for; undefined where none was.
 * @throws ReportctlError (exit 2) for filters that contradict each other
 */
export function filtersOf(options: ScheduleOptions): ListingFilters | undefined {
  const { minBeds, minBaths, minPrice, maxPrice, subtype } = options;
  const unknown = subtype.find((word) => !SUBTYPES.some((known) => known === word));
  if (unknown !== undefined) {
    throw usageError(`"${unknown}" is no --subtype. Use one of ${SUBTYPES.join(', ')}.`, 'bad_subtype');
  }
  const given = {
    minbeds: minBeds,
    minbaths: minBaths,
    minprice: minPrice,
    maxprice: maxPrice,
    subtype: subtype.length > 0 ? subtype : undefined,
    price: priceStrategy(options),
  };
  const filters = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (Object.keys(filters).length === 0) return undefined;
  try {
    return parseFilters(filters);
  } catch (error) {
    if (error instanceof ReportctlError) throw usageError(error.message, error.code);
    throw error;
  }
}

function priceStrategy({ minPricePercent, maxPricePercent, priceOf }: ScheduleOptions) {
  if (minPricePercent !== undefined && maxPricePercent !== undefined) {
    throw usageError('Give either --min-price-percent or --max-price-percent, not both.', 'two_price_limits');
  }
  const percent = minPricePercent ?? maxPricePercent;
  if (percent === undefined) {
    if (priceOf === undefined) return undefined;
    throw usageError('--price-of needs --min-price-percent or --max-price-percent.', 'option_unused');
  }
  return { percent, of: priceOf ?? 'list', direction: minPricePercent === undefined ? 'at_most' : 'at_least' };
}
