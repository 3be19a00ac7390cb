import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ListingQuery } from '../../src/listings/feed.ts';
import type { PageAnswer } from '../../src/listings/simplyrets-http.ts';
import { streamsOf } from '../../src/listings/simplyrets-query.ts';
import { seekWindow } from '../../src/listings/simplyrets-seek.ts';
import { soldHouse } from '../support/feed/row.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const iso = (day: number) => new Date(START - day * DAY).toISOString();
const options = { signal: new AbortController().signal };

/** Sales of the given days back, as the vendor sorts them; what is asked for is counted. */
function vendorOf(daysBack: readonly (number | null)[]) {
  const rows = daysBack.map((day, index) => soldHouse(index + 1, day === null ? null : iso(day)));
  const asked: number[] = [];
  const getPage = async (parameters: URLSearchParams): Promise<PageAnswer> => {
    const offset = Number(parameters.get('offset'));
    asked.push(offset);
    if (offset >= rows.length) return { refused: 'offset is too high' };
    return { rows: rows.slice(offset, offset + Number(parameters.get('limit'))) };
  };
  return { getPage, asked };
}

/** The window of days `to` to `from` back; a sale `to` days back is already too late for it. */
function streamOf(to: number, from = to + 30) {
  const closed = { from: START - from * DAY, to: START - to * DAY };
  const query: ListingQuery = {
    cities: ['Houston'],
    postalCodes: [],
    statuses: ['Closed'],
    types: ['residential'],
    closed,
  };
  const [stream] = streamsOf(query);
  if (!stream) throw new Error('a query is at least one stream');
  return stream;
}

test('the window of a year ago in a big city is found in a handful of rows', async () => {
  const vendor = vendorOf(Array.from({ length: 110_000 }, (_, index) => index / 300));
  const offset = await seekWindow({ ...vendor, options, pageSize: 500 }, streamOf(300), 500);
  expect(offset).toBeGreaterThan(300 * 300 - 600);
  expect(offset).toBeLessThanOrEqual(300 * 300);
  expect(vendor.asked.length).toBeLessThan(20);
});

test('never past the first row of the window, nor before what was read, nor a page too early', async () => {
  const market = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 10, maxLength: 400 });
  await fc.assert(
    fc.asyncProperty(
      market,
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 30 }),
      async (days, to, pageSize) => {
        const sorted = [...days].sort((a, b) => a - b);
        // Only a first page that is all newer than the window is sought on from.
        fc.pre((sorted[pageSize - 1] ?? 1e9) <= to);
        const offset = await seekWindow({ ...vendorOf(sorted), options, pageSize }, streamOf(to), pageSize);
        const first = sorted.findIndex((day) => day > to);
        const wanted = first === -1 ? sorted.length : first;
        expect(offset).toBeLessThanOrEqual(Math.max(wanted, pageSize));
        expect(offset).toBeGreaterThanOrEqual(Math.max(pageSize, wanted - pageSize - 20));
      },
    ),
  );
});

test('where a date is missing or the vendor refuses, reading goes on in order', async () => {
  const seek = { options, pageSize: 5 };
  const undated = vendorOf([0, 1, 2, 3, 4, 5, 6, 7, null, null, null, 40]);
  expect(await seekWindow({ ...undated, ...seek }, streamOf(30), 5)).toBe(5);
  const refusing = async (): Promise<PageAnswer> => ({ refused: 'no' });
  expect(await seekWindow({ getPage: refusing, ...seek }, streamOf(30), 5)).toBe(5);
  const whole = async (): Promise<PageAnswer> => ({ rows: [soldHouse(1, iso(0)), soldHouse(2, iso(50))] });
  expect(await seekWindow({ getPage: whole, ...seek }, streamOf(30), 5)).toBe(5);
});
