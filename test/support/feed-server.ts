import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, playFault, sendJson } from './feed/faults.ts';
import { filterRows, type StatusDefault } from './feed/filter.ts';
import { filterOpenHouses, openHouseKey } from './feed/open-houses.ts';
import { cutPage, type Ignored, type Page } from './feed/page.ts';
import { at, numberAt, type RawRow, textAt } from './feed/raw.ts';

export type { Fault } from './feed/faults.ts';
export type { RawRow } from './feed/raw.ts';

export interface FeedServerOptions {
  /** What the account can see; a function is asked anew for each request, so that rows can move while one pages. */
  rows: readonly RawRow[] | (() => readonly RawRow[]);
  openHouses?: readonly RawRow[];
  /** 0 = any free port. */
  port?: number;
  username?: string;
  password?: string;
  /** A path that the base URL carries, such as `/v2`. */
  path?: string;
  statusDefault?: StatusDefault;
  /** The real API's bug: a `next` link on the last page, unless count=true. */
  linkOnLastPage?: boolean;
  /** Answers each GET with all rows as they are, as a plain replay of a recording would. */
  ignoreFilters?: boolean;
  /** Parts of the query that are not obeyed. */
  ignore?: readonly Ignored[];
  /** Answers 400 to any sort. */
  refuseSort?: boolean;
  requestsPerSecond?: number;
  requestsPerDay?: number;
  /** With more than one, each request must name one of them. */
  vendors?: readonly string[];
}

export interface SeenRequest {
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** Milliseconds, monotonic. */
  at: number;
  status: number;
}

export interface FeedServer {
  /** The base URL for SIMPLYRETS_BASE_URL, without a slash at its end. */
  url: string;
  requests: SeenRequest[];
  /** Played one per request, in order; push to it at any time. */
  faults: Fault[];
  close(): Promise<void>;
}

/** A SimplyRETS API on loopback that serves the given rows with the real one's defaults, limits and bugs. */
export async function startFeedServer(options: FeedServerOptions): Promise<FeedServer> {
  const requests: SeenRequest[] = [];
  const faults: Fault[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://feed');
    const seen: SeenRequest = {
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      at: performance.now(),
      status: 0,
    };
    requests.push(seen);
    response.on('finish', () => {
      seen.status = response.statusCode;
    });
    void answer({ options, requests, fault: faults.shift(), seen, request, response });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${options.path ?? ''}`,
    requests,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  options: FeedServerOptions;
  requests: readonly SeenRequest[];
  fault: Fault | undefined;
  seen: SeenRequest;
  request: IncomingMessage;
  response: ServerResponse;
}

interface Reply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

async function answer(exchange: Exchange): Promise<void> {
  const { options, fault, requests, seen, request, response } = exchange;
  const refusal = unauthorized(options, request) ?? overRate(options, requests, seen);
  if (!refusal && fault?.kind === 'slow') await delay(fault.ms);
  if (!refusal && fault && playFault(fault, request, response)) return;
  const { status, body, headers } = refusal ?? replyTo(exchange);
  sendJson(response, status, body, headers);
}

function replyTo({ options, seen, request }: Exchange): Reply {
  const path = seen.path.slice(options.path?.length ?? 0);
  if (request.method === 'OPTIONS') return { status: 200, body: optionsBody(options, path) };
  const vendor = vendorRefusal(options, seen.query);
  if (vendor) return errorReply(400, vendor);
  if (path === '/properties') return pageReply(options, seen, { rows: rowsOf(options), defaultLimit: 20, idOf: mlsId });
  if (path === '/openhouses') {
    return pageReply(options, seen, { rows: options.openHouses ?? [], defaultLimit: 12, idOf: openHouseKey });
  }
  const single = /^\/properties\/(\d+)$/.exec(path);
  const row = single && rowsOf(options).find((candidate) => numberAt(candidate, 'mlsId') === Number(single[1]));
  return row ? { status: 200, body: row } : errorReply(404, 'Not Found');
}

const rowsOf = ({ rows }: FeedServerOptions): readonly RawRow[] => (typeof rows === 'function' ? rows() : rows);

function unauthorized(options: FeedServerOptions, request: IncomingMessage): Reply | undefined {
  const { username = 'simplyrets', password = 'simplyrets' } = options;
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return request.headers.authorization === expected ? undefined : errorReply(401, 'Invalid credentials');
}

/** Counts requests that arrived in the second before this one, refused ones too. */
function overRate(
  { requestsPerSecond = 5, requestsPerDay = Number.POSITIVE_INFINITY }: FeedServerOptions,
  requests: readonly SeenRequest[],
  { at: now }: SeenRequest,
): Reply | undefined {
  const recent = requests.filter((request) => request.at > now - 1_000 && request.at <= now).length;
  return recent > requestsPerSecond || requests.length > requestsPerDay
    ? errorReply(429, 'Too Many Requests')
    : undefined;
}

function vendorRefusal({ vendors = [] }: FeedServerOptions, query: URLSearchParams): string | undefined {
  const vendor = query.get('vendor');
  if (vendor === null) return vendors.length > 1 ? 'vendor parameter is required' : undefined;
  return vendors.includes(vendor) ? undefined : 'Invalid vendor parameter';
}

const mlsId = (row: RawRow): number => numberAt(row, 'mlsId');

interface Source {
  rows: readonly RawRow[];
  defaultLimit: number;
  idOf: (row: RawRow) => number;
}

function pageReply(options: FeedServerOptions, seen: SeenRequest, source: Source): Reply {
  const { rows } = source;
  const { query } = seen;
  if (options.ignoreFilters) return { status: 200, body: rows };
  if (options.refuseSort && query.has('sort')) return errorReply(400, 'Invalid sort parameter');
  const ignored = new Set(options.ignore);
  const houses = seen.path.endsWith('/openhouses');
  const filter = houses ? filterOpenHouses(rows, query) : filterRows(rows, query, options.statusDefault ?? 'observed');
  const kept = ignored.has('filters') ? rows : filter;
  if ('status' in kept) return errorReply(kept.status, kept.message);
  const page = cutPage(kept, query, ignored, source);
  if ('status' in page) return errorReply(page.status, page.message);
  return { status: 200, body: page.rows, headers: pageHeaders(options, seen, page) };
}

function pageHeaders(options: FeedServerOptions, { path, query }: SeenRequest, page: Page): Record<string, string> {
  const counted = query.get('count') === 'true';
  const next = page.hasNext || (!counted && (options.linkOnLastPage ?? true));
  const link = (target: URLSearchParams, rel: string) => `<https://api.simplyrets.com${path}?${target}>; rel="${rel}"`;
  const links = [...(next ? [link(page.next, 'next')] : []), ...(page.previous ? [link(page.previous, 'prev')] : [])];
  return {
    'X-SimplyRETS-LastUpdate': new Date(0).toISOString(),
    ...(links.length > 0 ? { Link: links.join(', ') } : {}),
    ...(counted ? { 'X-Total-Count': String(page.total) } : {}),
  };
}

function optionsBody({ vendors = [], ...options }: FeedServerOptions, path: string): unknown {
  const expires = new Date(86_400_000).toISOString();
  if (path !== '/properties') return { expires, vendors, updates: {}, endpoints: ['/properties', '/openhouses'] };
  const rows = rowsOf({ ...options });
  const distinct = (field: string) => [...new Set(rows.map((row) => textAt(row, field)).filter(Boolean))];
  const fields = { status: distinct('mls.status'), cities: distinct('address.city'), type: distinct('property.type') };
  return { expires, lastUpdate: at(rows[0], 'modified') ?? expires, fields };
}

function errorReply(status: number, message: string): Reply {
  const headers: Record<string, string> = status === 401 ? { 'www-authenticate': 'Basic realm="SimplyRETS"' } : {};
  return { status, body: { error: status, message }, headers };
}
