import { renderChartSvg } from '../../../src/reports/charts/render-svg.ts';
import type { ReportModel } from '../../../src/reports/model.ts';
import { pdfData } from '../../../src/reports/pdf/pdf-data.ts';

export interface PageTable {
  heading: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** What our own template prints, in the plain form in which the peers get it. Its charts are drawn here. */
export interface Page {
  data: ReturnType<typeof pdfData>;
  tables: PageTable[];
}

export const linesOf = (changes: Page['data']['others'][number]['changes']): string[] =>
  changes.map(({ movement, against }) => `${movement} ${against}`);

export function pageOf(model: ReportModel): Page {
  const data = pdfData(model, renderChartSvg);
  const listings = (data.listings?.groups ?? []).map(({ items }) => ({
    heading: data.listings?.heading ?? '',
    head: ['Home', 'Size', 'Listing', 'Price'],
    rows: items.map(({ address, locality, details, when, office, listingId, price }) => [
      `${address}\n${locality}`,
      details,
      `${when}\nListed by ${office} · MLS# ${listingId}`,
      price,
    ]),
  }));
  const others = {
    heading: 'More figures',
    head: ['Figure', 'Value', 'Based on'],
    rows: data.others.map(({ label, text, basis, changes }) => [label, text, [basis, ...linesOf(changes)].join(' · ')]),
  };
  const bands = data.tables.map(({ heading, columns, rows }) => ({ heading, head: columns, rows }));
  return { data, tables: [...bands, others, ...listings] };
}
