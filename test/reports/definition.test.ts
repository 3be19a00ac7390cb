import { expect, test } from 'vitest';
import { defineReport, type ReportContext, type ReportDraft } from '../../src/reports/definition.ts';
import { windowsOf } from '../../src/reports/windows.ts';
import { activeListing, closedSale } from '../market/examples.ts';
import { answer, houston, modelOf } from './examples.ts';

test('each question gets its own answer', async () => {
  const { narrative: _, ...content } = await modelOf(houston());
  const draft: ReportDraft = { content, narrated: true, empty: null };
  const seen: unknown[] = [];
  const definition = defineReport({
    asks: () => ({
      offers: { statuses: ['Active'], types: ['land'] },
      sales: { statuses: ['Closed'], types: ['land'] },
    }),
    build: ({ offers, sales }) => {
      seen.push(offers?.listings[0]?.status, sales?.listings[0]?.status);
      return draft;
    },
  });
  const windows = windowsOf(new Date(0), 1, 'UTC');
  const context: ReportContext = {
    area: 'Houston',
    zone: 'UTC',
    windows,
    selection: { audience: 'all', filters: {} },
    source: content.source,
  };
  const search = async ({ statuses }: { statuses: readonly string[] }) =>
    answer([statuses[0] === 'Active' ? activeListing() : closedSale()]);
  const openHouses = () => Promise.reject(new Error('not asked for'));
  expect(await definition.draft(context, { search, openHouses, series: async () => null })).toBe(draft);
  expect(seen).toEqual(['Active', 'Closed']);
});
