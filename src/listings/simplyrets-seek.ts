import type { SearchOptions } from './feed.ts';
import { parseListing } from './parse.ts';
import type { GetPage } from './simplyrets-http.ts';
import { type ListingStream, pageParameters, placeInOrder } from './simplyrets-query.ts';

// Sales that are taken back while we seek move the others forward; fewer than these do so within seconds.
const SLACK = 20;

export interface Seek {
  readonly getPage: GetPage;
  readonly options: SearchOptions;
  readonly pageSize: number;
}

/**
 * Where to read on, when the sales before `offset` are all later than the window: the API cannot be asked for a close
 * date, but its order can be searched. Single rows are read, ever further on, until one lies before the window's end,
 * then between the two. A year back in Houston, 107,000 sales, are 18 rows instead of 215 pages.
 * Returns `offset` where the order does not show, and never a place past the window's first row.
 */
export async function seekWindow(seek: Seek, stream: ListingStream, offset: number): Promise<number> {
  let newer = offset - 1;
  let step = 1;
  let found = await probe(seek, stream, newer + step);
  while (found === 'newer') {
    newer += step;
    step = step === 1 ? seek.pageSize : step * 2;
    found = await probe(seek, stream, newer + step);
  }
  if (found === 'unknown') return offset;
  let end = newer + step;
  while (end - newer > seek.pageSize) {
    const middle = Math.floor((newer + end) / 2);
    found = await probe(seek, stream, middle);
    if (found === 'unknown') return offset;
    if (found === 'newer') newer = middle;
    else end = middle;
  }
  return Math.max(offset, newer + 1 - SLACK);
}

/** On which side of the window's end the row at an offset lies; past the last row is past the window. */
async function probe(
  { getPage, options }: Seek,
  stream: ListingStream,
  offset: number,
): Promise<'newer' | 'older' | 'unknown'> {
  const answer = await getPage(pageParameters(stream, 1, { offset }), options);
  if ('refused' in answer) return /\boffset\b/i.test(answer.refused) ? 'older' : 'unknown';
  if (answer.rows.length === 0) return 'older';
  const row = parseListing(answer.rows[0]);
  if (row === 'invalid' || answer.rows.length > 1) return 'unknown';
  const place = placeInOrder(stream, row);
  return place === 'newer' || place === 'unknown' ? place : 'older';
}
