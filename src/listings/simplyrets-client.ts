import { unavailableError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { isDemoAccount } from './demo-credentials.ts';
import type { ListingFeed, ListingResult, SearchOptions } from './feed.ts';
import type { OpenHouseFeed } from './open-house.ts';
import { createSelection, type PageOutcome, type Selection } from './select.ts';
import { createPageRequest, type GetPage, type SimplyRetsConnection } from './simplyrets-http.ts';
import { readOpenHouses } from './simplyrets-open-houses.ts';
import {
  LARGEST_PAGE,
  type ListingStream,
  type PagePosition,
  pageEnd,
  pageParameters,
  streamsOf,
  unsortedStream,
} from './simplyrets-query.ts';
import { seekWindow } from './simplyrets-seek.ts';

export interface SimplyRetsOptions extends SimplyRetsConnection {
  /** Rows per request, 1 to 500. */
  readonly pageSize?: number;
  /**
   * Pages read per status group and kind of place; what lies beyond makes the result `truncated`. One more request,
   * for one row, finds out whether anything does.
   */
  readonly maxPages: number;
}

interface Reader {
  readonly getPage: GetPage;
  readonly selection: Selection;
  readonly pageSize: number;
  readonly maxPages: number;
  readonly options: SearchOptions;
  readonly log: Log | undefined;
}

/** Read to its end, or `partial`, or refused by the vendor because of the sort parameter. */
type StreamEnd = 'complete' | 'partial' | 'sort_refused';

/**
 * The SimplyRETS API as a feed. Every request carries status and type, because their defaults mix in pending listings
 * and rentals; every row is checked again here. While a search pages, rows may move: none comes twice, but one that
 * leaves the set can hide another until the next search.
 */
export function createSimplyRetsFeed(connection: SimplyRetsOptions): ListingFeed & OpenHouseFeed {
  const { clock, maxPages } = connection;
  const search = searchOf(connection);
  const getPage = createPageRequest(connection, 'openhouses');
  return {
    source: isDemoAccount(connection)
      ? { name: 'SimplyRETS demo data (synthetic, not real listings)', sample: true }
      : { name: 'SimplyRETS', sample: false },
    search,
    openHouses: (query, options) =>
      readOpenHouses({ getPage, search, maxPages }, query, options, clock.now().getTime()),
  };
}

function searchOf(connection: SimplyRetsOptions): ListingFeed['search'] {
  const { clock, log, maxPages } = connection;
  const pageSize = Math.min(Math.max(1, connection.pageSize ?? LARGEST_PAGE), LARGEST_PAGE);
  const getPage = createPageRequest(connection);
  return async (query, options) => {
    const streams = streamsOf(query);
    const asOf = clock.now().getTime();
    const selection = createSelection(query);
    const reader: Reader = { getPage, selection, pageSize, maxPages, options, log };
    let truncated = false;
    for (const stream of streams) truncated = !(await readWhole(reader, stream)) || truncated;
    log?.debug({ kept: selection.listings.length, dropped: selection.dropped, truncated }, 'listings read');
    return resultOf(selection, truncated, asOf);
  };
}

function resultOf({ listings, dropped }: Selection, truncated: boolean, asOf: number): ListingResult {
  return { listings, dropped, truncated, asOf };
}

/** True when the stream was read to its end; in the order of ids where the vendor refuses to sort. */
async function readWhole(reader: Reader, stream: ListingStream): Promise<boolean> {
  const end = await readStream(reader, stream, { offset: 0 });
  if (end !== 'sort_refused') return end === 'complete';
  return (await readStream(reader, unsortedStream(stream), { lastId: 0 })) === 'complete';
}

async function readStream(reader: Reader, stream: ListingStream, start: PagePosition): Promise<StreamEnd> {
  const { getPage, selection, pageSize, maxPages, options, log } = reader;
  let position = start;
  // Of this stream alone: a postal code of a city that was read before brings nothing new and is read on.
  const seen = new Set<number>();
  for (let page = 1; page <= maxPages; page += 1) {
    const answer = await getPage(pageParameters(stream, pageSize, position), options);
    if ('refused' in answer) return endOnRefusal(answer.refused, stream, position, log);
    const outcome = selection.add(answer.rows);
    // More rows than asked for: a replay that knows no pages. It gave all it has.
    if (answer.rows.length !== pageSize) return 'complete';
    const end = pageEnd(stream, outcome.parsed);
    if (end === 'older') return 'complete';
    const before = seen.size;
    for (const { mlsId } of outcome.parsed) seen.add(mlsId);
    // A full page of known rows: the vendor ignores the position, and the rest is out of reach.
    if (seen.size === before) return 'partial';
    assertFiltered(outcome, answer.rows.length);
    position = nextPosition(position, pageSize, outcome);
    if (page === 1 && end === 'newer' && 'offset' in position) {
      position = { offset: await seekWindow(reader, stream, position.offset) };
    }
  }
  return endsAt(reader, stream, position);
}

/** Whether the last page we may read was the last there is: asked with one row, since a full page does not tell. */
async function endsAt(
  { getPage, options, log }: Reader,
  stream: ListingStream,
  position: PagePosition,
): Promise<StreamEnd> {
  const answer = await getPage(pageParameters(stream, 1, position), options);
  if ('refused' in answer) return endOnRefusal(answer.refused, stream, position, log);
  return answer.rows.length === 0 ? 'complete' : 'partial';
}

function nextPosition(position: PagePosition, pageSize: number, { parsed }: PageOutcome): PagePosition {
  if ('offset' in position) return { offset: position.offset + pageSize };
  return { lastId: parsed.reduce((highest, { mlsId }) => Math.max(highest, mlsId), position.lastId) };
}

/**
 * A 400 has its reason in its text only. An offset equal to the total is answered so: it is the end of the data (V1).
 * Anything else is a fault of this program or of the vendor, never of the schedule.
 */
function endOnRefusal(reason: string, stream: ListingStream, position: PagePosition, log: Log | undefined): StreamEnd {
  if ('offset' in position && position.offset > 0 && /\boffset\b/i.test(reason)) return 'complete';
  if (stream.newestFirst && 'offset' in position && /\bsort\b/i.test(reason)) return 'sort_refused';
  log?.error({ reason }, 'SimplyRETS refused the request');
  throw unavailableError(
    'SimplyRETS refused the request (400). See the log, and check that the account may read these listings.',
    'simplyrets_bad_request',
    new Error(reason),
  );
}

/** Stops before a crawl of somebody's whole MLS: more pages wait, and most of this one was not asked for (V2). */
function assertFiltered({ violations }: PageOutcome, rows: number): void {
  if (violations * 2 <= rows) return;
  throw unavailableError(
    'SimplyRETS ignores the filter: most listings are of another place, status or type. Nothing was used.',
    'simplyrets_filter_ignored',
  );
}
