import { unavailableError } from '../core/errors.ts';
import { areaOf } from './area.ts';
import type { ListingFeed, PropertyTypeWord, SearchOptions } from './feed.ts';
import type { OpenHouseQuery, OpenHouseResult } from './open-house.ts';
import { byStart, createOpenHouseSelection, type OpenHouseSelection } from './select-open-houses.ts';
import type { GetPage } from './simplyrets-http.ts';
import { assertDocumented, LARGEST_PAGE } from './simplyrets-query.ts';

export interface OpenHouseReader {
  readonly getPage: GetPage;
  readonly search: ListingFeed['search'];
  readonly maxPages: number;
}

/**
 * GET /openhouses knows cities and one type a request, but no postal codes: those are looked up as the cities of
 * their homes for sale, and the rows are checked here. The documentation does not say whether `startdate` is a day or
 * a beginning, so the days are chosen here as well.
 */
export async function readOpenHouses(
  reader: OpenHouseReader,
  query: OpenHouseQuery,
  options: SearchOptions,
  asOf: number,
): Promise<OpenHouseResult> {
  assertDocumented({ statuses: ['Active'], types: query.types });
  const { cities, truncated: citiesCut } = await citiesOf(reader, query, options);
  const selection = createOpenHouseSelection(query);
  let truncated = citiesCut;
  for (const type of cities.length > 0 ? new Set(query.types) : []) {
    truncated = !(await readType(reader, selection, { type, cities }, options)) || truncated;
  }
  return { openHouses: selection.openHouses.sort(byStart), dropped: selection.dropped, truncated, asOf };
}

async function citiesOf({ search }: OpenHouseReader, query: OpenHouseQuery, options: SearchOptions) {
  const { cities, postalCodes } = areaOf(query);
  if (postalCodes.length === 0) return { cities, truncated: false };
  const there = await search({ cities: [], postalCodes, statuses: ['Active'], types: query.types }, options);
  const found = there.listings.map(({ city }) => city).filter((city) => city !== null);
  const all = [...cities, ...found];
  return { cities: all.length > 0 ? areaOf({ cities: all, postalCodes: [] }).cities : [], truncated: there.truncated };
}

/** True when the type was read to its end. */
async function readType(
  { getPage, maxPages }: OpenHouseReader,
  selection: OpenHouseSelection,
  { type, cities }: { type: PropertyTypeWord; cities: readonly string[] },
  options: SearchOptions,
): Promise<boolean> {
  let lastId = 0;
  for (let page = 1; page <= maxPages; page += 1) {
    const answer = await getPage(pageParameters(type, cities, lastId), options);
    if ('refused' in answer) throw refused(answer.refused);
    const { fresh, highestKey } = selection.add(answer.rows);
    if (answer.rows.length !== LARGEST_PAGE) return true;
    // A full page with nothing new: the vendor ignores the position, and the rest is out of reach.
    if (fresh === 0) return false;
    lastId = highestKey;
  }
  return false;
}

function pageParameters(type: PropertyTypeWord, cities: readonly string[], lastId: number): URLSearchParams {
  const parameters = new URLSearchParams({ type, limit: String(LARGEST_PAGE), lastId: String(lastId) });
  for (const city of cities) parameters.append('cities', city);
  return parameters;
}

const refused = (reason: string) =>
  unavailableError(
    'SimplyRETS refused the request for open houses (400). Check that the account may read them.',
    'simplyrets_bad_request',
    new Error(reason),
  );
