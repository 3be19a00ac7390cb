import { expect, test } from 'vitest';
import type { ReportModel } from '../../../src/reports/model.ts';
import { pdfData } from '../../../src/reports/pdf/pdf-data.ts';
import { renderHtml } from '../../../src/reports/render-html.ts';
import { renderText } from '../../../src/reports/render-text.ts';
import { activeListing, DAY, times } from '../../market/examples.ts';
import { footer, houston, modelOf } from '../examples.ts';

const dataOf = (model: ReportModel) => pdfData(model, () => '');

const homesIn = (text: string, pattern: RegExp): number[] =>
  [...new Set([...text.matchAll(pattern)].map(([, home]) => Number(home)))].toSorted((a, b) => a - b);

test.each(['market_snapshot', 'new_listings', 'new_listings_gallery', 'featured_listings', 'inventory', 'open_houses'])(
  '%s: each surface has the disclaimers of the listings that it shows, and of no other',
  async (reportType) => {
    const active = times(60, (i) =>
      activeListing({
        listPrice: 400_000 + i * 1_000,
        listDate: Date.UTC(2025, 5, 1, 5) - (i % 28) * DAY,
        streetAddress: `${100 + i} Elm St`,
        disclaimer: `Own words of ${100 + i}.`,
      }),
    );
    const model = await modelOf({ ...houston(), active }, { request: { reportType } });
    const surfaces = {
      pdf: JSON.stringify(dataOf(model)),
      html: renderHtml(model, footer),
      text: renderText(model, footer),
    };
    for (const [name, text] of Object.entries(surfaces)) {
      const shown = homesIn(text, /\b(\d+) Elm St/g);
      expect(shown.length, name).toBeGreaterThan(7);
      expect(homesIn(text, /Own words of (\d+)/g), name).toEqual(shown);
    }
  },
);

test('a report that was stored before the PDF had disclaimers of its own prints those that it has', async () => {
  const active = [activeListing({ disclaimer: 'Own words.' })];
  const { allDisclaimers: _, ...older } = await modelOf({ ...houston(), active });
  expect(dataOf(older).sources.at(-1)).toBe('Own words.');
});
