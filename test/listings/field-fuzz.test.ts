import { expect, test } from 'vitest';
import { selectListings } from '../../src/listings/select.ts';
import { computeSnapshot } from '../../src/market/snapshot.ts';
import { rawHouse, soldHouse } from '../support/feed/row.ts';

const CLOSE = '2026-02-20T06:00:00Z';
const window = { from: Date.parse('2026-02-01T06:00:00Z'), to: Date.parse('2026-03-01T06:00:00Z'), days: 28 };
const sold = (id: number) =>
  soldHouse(id, CLOSE, {
    sales: { closeDate: CLOSE, closePrice: 395_000, contractDate: '2026-02-10T06:00:00Z' },
    property: { bathsHalf: 1, bathsThreeQuarter: 0, bathrooms: '2' },
  });

/** Every place of a row that holds a value, as a path, its objects included. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[...path]];
  const inner = Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]));
  return path.length === 0 ? inner : [[...path], ...inner];
}

type Json = Record<string, unknown>;

function withValue(row: unknown, [key = '', ...rest]: readonly string[], value: unknown): Json {
  const copy = { ...(row as Json) };
  if (rest.length > 0) copy[key] = withValue(copy[key], rest, value);
  else if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy;
}

const WRONG: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['absent', undefined],
  ['text', 'x'],
  ['a number', 7.5],
  ['a number as text', '395000'],
  ['true', true],
  ['a list', [1]],
  ['an object', { a: 1 }],
  ['huge', 1e308],
  ['more than huge', Number.POSITIVE_INFINITY],
  ['negative', -395_000],
  ['zero', 0],
  ['far future', '9999-12-31T00:00:00Z'],
  ['long ago', '0001-01-01T00:00:00Z'],
];

const query = {
  cities: ['Houston'],
  postalCodes: [],
  statuses: ['Active', 'Closed'],
  types: ['residential', 'condominium'],
  closed: window,
} as const;

/** Without these a row is nobody's, or somewhere else, or of another time: it leaves the answer, counted. */
const DECISIVE =
  /^(mlsId|mls|mls\.status|address|address\.city|property\.type|property|sales|sales\.closeDate|sales\.closePrice|listPrice)$/;

test.each(pathsOf(sold(1)).map((path) => [path.join('.'), path] as const))(
  '%s may be anything: the other rows stand, and no figure is absurd',
  (name, path) => {
    for (const [what, value] of WRONG) {
      const rows = [withValue(sold(1), path, value), ...[2, 3, 4, 5, 6].map(sold), rawHouse(7)];
      const { listings, dropped } = selectListings(rows, query);
      const left = Object.values(dropped).reduce((sum, count) => sum + count, 0);
      expect([what, listings.length + left]).toEqual([what, 7]);
      if (!DECISIVE.test(name)) expect([what, listings.length]).toEqual([what, 7]);
      const all = { listings, truncated: false, dropped };
      const input = { active: all, pending: all, closed: all, window, closingsWindow: window };
      const { figures } = computeSnapshot(input);
      expect([what, figures.medianSalePrice.value]).toEqual([what, 395_000]);
      for (const figure of Object.values(figures)) {
        expect(figure.value === null || (Number.isFinite(figure.value) && figure.value >= 0)).toBe(true);
      }
      expect([what, figures.daysOnMarket.value]).toEqual([what, 12]);
    }
  },
);
