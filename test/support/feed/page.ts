import { numberAt, type RawRow, textAt } from './raw.ts';

export type Ignored = 'filters' | 'sort' | 'limit' | 'offset';

export interface Page {
  rows: readonly RawRow[];
  total: number;
  hasNext: boolean;
  next: URLSearchParams;
  previous: URLSearchParams | undefined;
}

export interface VendorError {
  status: number;
  message: string;
}

/** What a row is sorted by, for each documented lower-case value. */
const SORT_KEYS: Record<string, (row: RawRow) => number> = {
  listprice: (row) => numberAt(row, 'listPrice'),
  listdate: (row) => Date.parse(textAt(row, 'listDate')),
  closedate: (row) => Date.parse(textAt(row, 'sales.closeDate')),
  beds: (row) => numberAt(row, 'property.bedrooms'),
  baths: (row) => numberAt(row, 'property.bathsFull'),
  modified: (row) => Date.parse(textAt(row, 'modified')),
};

const LARGEST_PAGE = 500;

/** Sorts and cuts the filtered rows as GET /properties does, or says why it refuses. */
export function cutPage(
  rows: readonly RawRow[],
  query: URLSearchParams,
  ignored: ReadonlySet<Ignored>,
  { defaultLimit, idOf }: { defaultLimit: number; idOf: (row: RawRow) => number },
): Page | VendorError {
  const limit = ignored.has('limit') ? rows.length : Math.min(whole(query.get('limit')) ?? defaultLimit, LARGEST_PAGE);
  const lastId = whole(query.get('lastId'));
  if (lastId !== undefined) return cutAfter(rows, query, { lastId, limit, idOf });
  const sorted = ignored.has('sort') ? rows : sortRows(rows, query.get('sort'));
  if (!Array.isArray(sorted)) return { status: 400, message: 'Invalid sort parameter' };
  const offset = ignored.has('offset') ? 0 : (whole(query.get('offset')) ?? 0);
  if (offset > 0 && offset >= sorted.length) return { status: 400, message: 'offset is too high' };
  return {
    rows: sorted.slice(offset, offset + limit),
    total: sorted.length,
    hasNext: offset + limit < sorted.length,
    next: withParameter(query, 'offset', offset + limit),
    previous: offset > 0 ? withParameter(query, 'offset', Math.max(0, offset - limit)) : undefined,
  };
}

/** With `lastId` the order is that of ids and `sort` is ignored. */
function cutAfter(
  rows: readonly RawRow[],
  query: URLSearchParams,
  { lastId, limit, idOf: id }: { lastId: number; limit: number; idOf: (row: RawRow) => number },
): Page {
  const rest = rows.filter((row) => id(row) > lastId).sort((a, b) => id(a) - id(b));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const next = withParameter(query, 'lastId', last ? id(last) : lastId);
  return { rows: page, total: rows.length, hasNext: rest.length > limit, next, previous: undefined };
}

function sortRows(rows: readonly RawRow[], sort: string | null): readonly RawRow[] | undefined {
  const value = sort === null || sort === '' ? '-modified' : sort;
  const keyOf = SORT_KEYS[value.replace(/^-/, '')];
  if (!keyOf) return undefined;
  const direction = value.startsWith('-') ? -1 : 1;
  // A database that sorts descending puts unknown values first.
  const key = (row: RawRow) => (Number.isNaN(keyOf(row)) ? Number.POSITIVE_INFINITY : keyOf(row));
  return [...rows].sort((a, b) => (key(a) === key(b) ? 0 : direction * (key(a) < key(b) ? -1 : 1)));
}

function whole(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

function withParameter(query: URLSearchParams, name: string, value: number): URLSearchParams {
  const changed = new URLSearchParams(query);
  changed.set(name, String(value));
  return changed;
}
