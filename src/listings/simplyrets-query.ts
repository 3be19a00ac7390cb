import { scheduleError } from '../core/errors.ts';
import { areaOf } from './area.ts';
import type { ListingQuery, PropertyTypeWord } from './feed.ts';
import type { EpochMs, Listing, ListingStatus } from './listing.ts';
import { isStatus, isTypeWord } from './property-types.ts';

/** SimplyRETS' largest page. What a larger `limit` does is not documented: it is never sent. */
export const LARGEST_PAGE = 500;

/** The documented parameters of GET /properties that we send; a misspelt one would widen the query silently (V2). */
type Parameter =
  | 'status'
  | 'type'
  | 'cities'
  | 'postalCodes'
  | 'minlistdate'
  | 'maxlistdate'
  | 'sort'
  | 'limit'
  | 'offset'
  | 'lastId';

/** A list of listings that SimplyRETS can answer page by page; a query is the union of one or more of them. */
export interface ListingStream {
  readonly places: { readonly parameter: 'cities' | 'postalCodes'; readonly values: readonly string[] };
  readonly statuses: readonly ListingStatus[];
  readonly types: readonly PropertyTypeWord[];
  readonly listedFrom?: EpochMs;
  readonly listedTo?: EpochMs;
  /** Newest first by this date, read until it lies before `from`. There is no close-date filter to ask for. */
  readonly newestFirst?: { readonly by: 'closedate' | 'listdate'; readonly from: EpochMs; readonly to: EpochMs };
}

export type PagePosition = { readonly offset: number } | { readonly lastId: number };

/**
 * Splits a query into streams. Closed rows in a window, and Active ones by list date, need an order of their own.
 * Cities and postal codes are asked for apart, because the vendor would take only what satisfies both.
 * @throws scheduleError for an area, status or type that cannot be asked for.
 */
export function streamsOf(query: ListingQuery): ListingStream[] {
  assertDocumented(query);
  const area = areaOf(query);
  const places = [
    { parameter: 'cities' as const, values: area.cities },
    { parameter: 'postalCodes' as const, values: area.postalCodes },
  ];
  return places
    .filter(({ values }) => values.length > 0)
    .flatMap((place) => statusStreams(query).map((stream) => ({ ...stream, places: place, types: query.types })));
}

function statusStreams({ statuses, closed, listed }: ListingQuery): Omit<ListingStream, 'places' | 'types'>[] {
  const streams: Omit<ListingStream, 'places' | 'types'>[] = [];
  let rest: readonly ListingStatus[] = [...new Set(statuses)];
  if (closed && rest.includes('Closed')) {
    streams.push({ statuses: ['Closed'], newestFirst: { by: 'closedate', ...closed } });
    rest = rest.filter((status) => status !== 'Closed');
  }
  if (listed && rest.includes('Active')) {
    const window = { listedFrom: listed.from, listedTo: listed.to };
    streams.push({ statuses: ['Active'], ...window, newestFirst: { by: 'listdate', ...listed } });
    rest = rest.filter((status) => status !== 'Active');
  }
  return rest.length > 0 ? [{ statuses: rest }, ...streams] : streams;
}

export function assertDocumented({ statuses, types }: Pick<ListingQuery, 'statuses' | 'types'>): void {
  const unknown = statuses.find((status) => !isStatus(status)) ?? types.find((type) => !isTypeWord(type));
  if (unknown === undefined && statuses.length > 0 && types.length > 0) return;
  throw scheduleError(
    'The report asks for a listing status or property type that SimplyRETS does not know: correct its filters.',
    'bad_filter',
  );
}

// A sale listed more than two years before the window opens is rare enough to be left out of the fallback.
const LONGEST_LISTING_MS = 731 * 86_400_000;

/** The same rows in the order of their ids, for a vendor that refuses the sort; the dates are then checked here only. */
export function unsortedStream({ newestFirst, ...stream }: ListingStream): ListingStream {
  const listedFrom = stream.listedFrom ?? (newestFirst && newestFirst.from - LONGEST_LISTING_MS);
  return { ...stream, ...(listedFrom === undefined ? {} : { listedFrom }) };
}

/** The query string of one page: values are repeated parameters, since a comma list is taken for one value (V4). */
export function pageParameters(stream: ListingStream, limit: number, position: PagePosition): URLSearchParams {
  const parameters = new URLSearchParams();
  const put = (name: Parameter, ...values: readonly string[]) => {
    for (const value of values) parameters.append(name, value);
  };
  put('status', ...stream.statuses);
  put('type', ...stream.types);
  put(stream.places.parameter, ...stream.places.values);
  if (stream.listedFrom !== undefined) put('minlistdate', new Date(stream.listedFrom).toISOString());
  if (stream.listedTo !== undefined) put('maxlistdate', new Date(stream.listedTo).toISOString());
  if (stream.newestFirst) put('sort', `-${stream.newestFirst.by}`);
  put('limit', String(limit));
  if ('lastId' in position) put('lastId', String(position.lastId));
  else put('offset', String(position.offset));
  return parameters;
}

type Place = 'newer' | 'inside' | 'older' | 'unknown';

/** Where a row of a sorted stream lies against the stream's window. */
export function placeInOrder({ newestFirst }: ListingStream, row: Listing): Place {
  const date = newestFirst?.by === 'closedate' ? row.closeDate : row.listDate;
  if (!newestFirst || date === null) return 'unknown';
  if (date >= newestFirst.to) return 'newer';
  return date < newestFirst.from ? 'older' : 'inside';
}

/**
 * Where the end of a page lies, in a sorted stream. A page that is not in the asked order proves nothing: the vendor
 * may have ignored the sort.
 */
export function pageEnd(stream: ListingStream, page: readonly Listing[]): Place {
  const last = page.findLast((row) => placeInOrder(stream, row) !== 'unknown');
  return last && isDescending(stream, page) ? placeInOrder(stream, last) : 'unknown';
}

function isDescending({ newestFirst }: ListingStream, page: readonly Listing[]): boolean {
  const dates = page.map((row) => (newestFirst?.by === 'closedate' ? row.closeDate : row.listDate));
  const known = dates.filter((date) => date !== null);
  return known.every((date, index) => index === 0 || date <= (known[index - 1] ?? date));
}
