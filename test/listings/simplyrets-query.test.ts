import { expect, test } from 'vitest';
import type { ListingQuery } from '../../src/listings/feed.ts';
import { parseListing } from '../../src/listings/parse.ts';
import {
  type ListingStream,
  pageEnd,
  pageParameters,
  streamsOf,
  unsortedStream,
} from '../../src/listings/simplyrets-query.ts';
import { soldHouse } from '../support/feed/row.ts';

const window = { from: Date.parse('2026-01-01T06:00:00Z'), to: Date.parse('2026-02-01T06:00:00Z') };
const query: ListingQuery = {
  cities: ['Houston', 'The Woodlands'],
  postalCodes: [],
  statuses: ['Active', 'Pending'],
  types: ['residential', 'condominium'],
};

function only(streams: readonly ListingStream[]): ListingStream {
  const [stream] = streams;
  if (!stream || streams.length !== 1) throw new Error(`${streams.length} streams`);
  return stream;
}

test('values are repeated parameters, never a comma list, and status and type are always there (V4)', () => {
  const parameters = pageParameters(only(streamsOf(query)), 500, { offset: 500 });
  expect([...parameters]).toEqual([
    ['status', 'Active'],
    ['status', 'Pending'],
    ['type', 'residential'],
    ['type', 'condominium'],
    ['cities', 'Houston'],
    ['cities', 'The Woodlands'],
    ['limit', '500'],
    ['offset', '500'],
  ]);
});

test('closings in a window are asked for newest first, apart from the rest; no invented date parameter (V3)', () => {
  const streams = streamsOf({ ...query, statuses: ['Active', 'Closed'], closed: window });
  expect(streams.map(({ statuses }) => statuses)).toEqual([['Active'], ['Closed']]);
  const sent = streams.map((stream) => pageParameters(stream, 500, { offset: 0 }));
  expect(sent.map((parameters) => parameters.get('sort'))).toEqual([null, '-closedate']);
  const names = new Set(sent.flatMap((parameters) => [...parameters.keys()]));
  expect([...names].sort()).toEqual(['cities', 'limit', 'offset', 'sort', 'status', 'type']);
});

test('new listings are asked for by list date, with a zone', () => {
  const parameters = pageParameters(only(streamsOf({ ...query, statuses: ['Active'], listed: window })), 500, {
    offset: 0,
  });
  expect(parameters.get('minlistdate')).toBe('2026-01-01T06:00:00.000Z');
  expect(parameters.get('maxlistdate')).toBe('2026-02-01T06:00:00.000Z');
  expect(parameters.get('sort')).toBe('-listdate');
});

test('cities and postal codes are asked for apart: together the vendor takes only what satisfies both', () => {
  const streams = streamsOf({ ...query, postalCodes: ['77433-1234'] });
  expect(streams.map(({ places }) => places)).toEqual([
    { parameter: 'cities', values: ['Houston', 'The Woodlands'] },
    { parameter: 'postalCodes', values: ['77433'] },
  ]);
});

test('undocumented statuses and types are refused before anything is sent (V2)', () => {
  const bad = [{ statuses: ['Sold'] }, { types: ['RES'] }, { statuses: [] }, { types: [] }];
  for (const part of bad) {
    expect(() => streamsOf({ ...query, ...part } as unknown as ListingQuery)).toThrow(
      expect.objectContaining({ code: 'bad_filter', scope: 'schedule' }),
    );
  }
});

test('without the sort the crawl goes by id and looks two years further back', () => {
  const stream = unsortedStream(only(streamsOf({ ...query, statuses: ['Closed'], closed: window })));
  const parameters = pageParameters(stream, 500, { lastId: 0 });
  expect(parameters.get('sort')).toBeNull();
  expect(parameters.get('lastId')).toBe('0');
  expect(parameters.get('offset')).toBeNull();
  expect(parameters.get('minlistdate')).toBe('2024-01-01T06:00:00.000Z');
});

test('a page’s last close date says where the page ends against the window', () => {
  const stream = only(streamsOf({ ...query, statuses: ['Closed'], closed: window }));
  const end = (...dates: (string | null)[]) =>
    pageEnd(
      stream,
      dates
        .map((date, index) => soldHouse(index + 1, date && `${date}T06:00:00Z`))
        .map(parseListing)
        .filter((row) => row !== 'invalid'),
    );
  expect(end('2026-01-05', '2025-12-31')).toBe('older');
  expect(end('2026-01-05', '2025-12-31', null)).toBe('older');
  expect(end('2026-01-05', '2026-01-01')).toBe('inside');
  expect(end('2027-01-05', '2027-01-01')).toBe('newer');
  expect(end(null, null)).toBe('unknown');
  // Not in the asked order: the vendor ignored the sort, and sales of the window may follow.
  expect(end('2025-11-01', '2026-01-05', '2025-12-31')).toBe('unknown');
});
