import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Listing } from '../../src/listings/listing.ts';
import { createSampleFeed } from '../../src/listings/sample/sample-feed.ts';
import { createSelection } from '../../src/listings/select.ts';
import { computeSnapshot } from '../../src/market/snapshot.ts';
import { reportWindow } from '../../src/market/window.ts';
import { sampleRows } from '../support/feed/sample-rows.ts';
import { closedSale, DAY, MAY, reading } from './examples.ts';

const NOW = new Date('2026-03-10T18:00:00Z');
const feed = createSampleFeed({ clock: { now: () => NOW } });
const window = reportWindow(NOW, 30, 'America/Los_Angeles');
const closingsWindow = reportWindow(NOW, 90, 'America/Los_Angeles');
const query = {
  cities: ['Ojai'],
  postalCodes: [],
  statuses: ['Active', 'Pending', 'Closed'],
  types: ['residential', 'condominium'],
} as const;
const { listings } = await feed.search(query, { signal: new AbortController().signal });

function figuresOf(rows: readonly Listing[]) {
  const by = (status: string) => reading(rows.filter((row) => row.status === status));
  const input = { active: by('Active'), pending: by('Pending'), closed: by('Closed'), window, closingsWindow };
  return computeSnapshot(input).figures;
}

test('the order of the rows changes no figure', () => {
  const expected = figuresOf(listings);
  expect(expected.closedSales.value).toBeGreaterThan(3);
  fc.assert(
    fc.property(fc.shuffledSubarray([...listings], { minLength: listings.length }), (shuffled) => {
      const figures = figuresOf(shuffled);
      // Means add in another order: they may differ in the last bits.
      for (const [key, { value, ...rest }] of Object.entries(expected)) {
        expect(figures).toMatchObject({ [key]: rest });
        const found = Object.entries(figures).find(([name]) => name === key)?.[1].value ?? null;
        if (value === null || found === null) expect(found).toBe(value);
        else expect(found).toBeCloseTo(value, 9);
      }
    }),
    { numRuns: 20 },
  );
});

test('a page that comes twice changes no figure', () => {
  const rows = sampleRows(NOW, ['Ojai']);
  const once = createSelection(query);
  once.add(rows);
  const twice = createSelection(query);
  for (const start of [0, 40, 0, 40, 80]) twice.add(rows.slice(start, start + 60));
  twice.add(rows);
  expect(twice.dropped.duplicate).toBeGreaterThan(100);
  const inOrder = (all: readonly Listing[]) => [...all].sort((a, b) => a.mlsId - b.mlsId);
  expect(figuresOf(inOrder(twice.listings))).toEqual(figuresOf(inOrder(once.listings)));
});

test('a sale outside the window changes no figure of the window', () => {
  const outside = fc.oneof(fc.integer({ min: 0, max: MAY.from - 1 }), fc.integer({ min: MAY.to, max: 4e12 }));
  const inside = Array.from({ length: 9 }, (_, i) =>
    closedSale({ closePrice: 300_000 + i, closeDate: MAY.from + i * DAY }),
  );
  const figures = (rows: readonly Listing[]) => {
    const empty = reading([]);
    const input = { active: empty, pending: empty, closed: reading(rows), window: MAY, closingsWindow: MAY };
    const { newListings: _, ...windowed } = computeSnapshot(input).figures;
    return windowed;
  };
  const expected = figures(inside);
  fc.assert(
    fc.property(outside, fc.integer({ min: 1, max: 9e9 }), (closeDate, closePrice) => {
      expect(figures([...inside, closedSale({ closeDate, closePrice })])).toEqual(expected);
    }),
  );
});

test('twice the prices are twice the medians, and the same ratios, days and counts', () => {
  const before = figuresOf(listings);
  fc.assert(
    fc.property(fc.constantFrom(2, 4, 8), (factor) => {
      const scale = (price: number | null) => (price === null ? null : price * factor);
      const after = figuresOf(
        listings.map((row) => ({
          ...row,
          listPrice: scale(row.listPrice),
          originalListPrice: scale(row.originalListPrice),
          closePrice: scale(row.closePrice),
        })),
      );
      for (const [key, figure] of Object.entries(before)) {
        const priced = figure.unit === 'usd' || figure.unit === 'usd_per_sqft';
        const value = figure.value === null || !priced ? figure.value : figure.value * factor;
        expect(after).toMatchObject({ [key]: { ...figure, value } });
      }
    }),
  );
});

test('the host’s zone changes nothing', async () => {
  const script = fileURLToPath(new URL('./print-snapshot.ts', import.meta.url));
  const printed: string[][] = [];
  for (const TZ of ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script], {
      env: { ...process.env, TZ },
    });
    printed.push(stdout.trim().split('\n'));
  }
  expect(printed.map(([offset]) => offset)).toEqual(['0', expect.stringMatching(/^4[28]0$/), '-840']);
  expect(new Set(printed.map(([, text]) => text)).size).toBe(1);
  expect(printed[0]?.[1]).toContain('medianSalePrice');
});
