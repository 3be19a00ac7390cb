import { expect, test } from 'vitest';
import type { Listing } from '../../src/listings/listing.ts';
import { formatValue } from '../../src/reports/format.ts';
import type { ReportModel } from '../../src/reports/model.ts';
import { renderPdf } from '../../src/reports/pdf/render-pdf.ts';
import { renderMessage } from '../../src/reports/render-message.ts';
import { reportTypes } from '../../src/reports/types/report-types.ts';
import { pdfText, testWithPdf } from '../support/pdf.ts';
import { footer, houston, type Market, modelOf } from './examples.ts';
import { visibleText } from './visible-text.ts';

const TYPES = [...reportTypes.keys()];
const WRONG = /\$0(?![\d.,]*[1-9])|\bNaN\b|\bnull\b|undefined|\bNone\b|N\/A|Infinity|\[object/;
const NUMBERS = [
  'listPrice',
  'originalListPrice',
  'closePrice',
  'listDate',
  'contractDate',
  'closeDate',
  'daysOnMarket',
  'livingArea',
  'bedrooms',
  'bathrooms',
  'yearBuilt',
] as const satisfies readonly (keyof Listing)[];
const TEXTS = ['type', 'subtype', 'city', 'state', 'postalCode', 'streetAddress', 'officeName', 'disclaimer'] as const;

const modelOfType = (reportType: string, market: Market = houston()) => modelOf(market, { request: { reportType } });
const changed = (fields: Partial<Listing>): Market => {
  const apply = (listings: readonly Listing[]) => listings.map((listing) => ({ ...listing, ...fields }));
  const { active, pending, closed } = houston();
  return { active: apply(active), pending: apply(pending), closed: apply(closed) };
};

const CASES: [string, Partial<Listing>][] = [
  ...NUMBERS.map((key): [string, Partial<Listing>] => [`${key} null`, { [key]: null }]),
  ...NUMBERS.map((key): [string, Partial<Listing>] => [`${key} 0`, { [key]: 0 }]),
  ...TEXTS.map((key): [string, Partial<Listing>] => [`${key} null`, { [key]: null }]),
  ['every number null', Object.fromEntries(NUMBERS.map((key) => [key, null]))],
  ['every number 0', Object.fromEntries(NUMBERS.map((key) => [key, 0]))],
];

test.each(TYPES)('%s prints dashes for what is missing, and never a word for nothing (M3)', async (reportType) => {
  for (const [name, fields] of CASES) {
    const { subject, html, text } = renderMessage(await modelOfType(reportType, changed(fields)), footer);
    for (const surface of [subject, visibleText(html), text]) expect(surface, name).not.toMatch(WRONG);
  }
});

test.each(TYPES)('%s of an empty market is empty, and its page has no word for nothing', async (reportType) => {
  const model = await modelOfType(reportType, { active: [], pending: [], closed: [] });
  const { html, text } = renderMessage(model, footer);
  for (const surface of [visibleText(html), text]) expect(surface).not.toMatch(WRONG);
  expect(model.charts).toEqual([]);
});

test.each(TYPES)(
  '%s with a figure that is null, 0 or absent prints a dash, the zero or nothing (M3)',
  async (reportType) => {
    const model = await modelOfType(reportType);
    for (const { key } of model.figures) {
      for (const changed of [withValue(model, key, null), withValue(model, key, 0), without(model, key)]) {
        const { html, text } = renderMessage(changed, footer);
        for (const surface of [visibleText(html), text]) expect(surface, key).not.toMatch(WRONG);
      }
    }
  },
);

testWithPdf.each(TYPES)(
  '%s as PDF: figures that are null, 0 or absent are no words for nothing',
  async (reportType) => {
    const model = await modelOfType(reportType);
    const keys = model.figures.map(({ key }) => key);
    const all = (change: (from: ReportModel, key: string) => ReportModel) => keys.reduce(change, model);
    const cases = [
      all((from, key) => withValue(from, key, null)),
      all((from, key) => withValue(from, key, 0)),
      all(without),
      await modelOfType(reportType, { active: [], pending: [], closed: [] }),
    ];
    for (const changed of cases) expect(await pdfText(await renderPdf(changed))).not.toMatch(WRONG);
  },
);

/** As the report itself would word it. */
function withValue(model: ReportModel, key: string, value: number | null): ReportModel {
  const figures = model.figures.map((figure) =>
    figure.key === key ? { ...figure, value, text: formatValue(value, figure.unit) } : figure,
  );
  return { ...model, figures };
}

const without = (model: ReportModel, key: string): ReportModel => ({
  ...model,
  figures: model.figures.filter((figure) => figure.key !== key),
});

/** Every text of the model that holds a figure. */
function figuresOf(model: ReportModel): string[] {
  return [
    model.headline,
    ...model.figures.flatMap(({ text, label, changes }) => [
      label,
      text,
      ...changes.map(({ text, sign, against }) => (sign === 0 ? `unchanged from ${against}` : text)),
    ]),
    ...model.tables.flatMap(({ rows }) => rows.flat()),
  ];
}

testWithPdf.each(TYPES)('%s: each figure is the same in e-mail, text and PDF (M4)', async (reportType) => {
  const model = await modelOfType(reportType);
  const { html, text } = renderMessage(model, footer);
  const surfaces = { html: visibleText(html), text, pdf: await pdfText(await renderPdf(model)) };
  for (const [name, surface] of Object.entries(surfaces)) {
    const words = surface.replace(/\s+/g, ' ');
    for (const figure of figuresOf(model)) expect(words, `${name}: ${figure}`).toContain(figure);
  }
  const charted = model.charts.flatMap(({ series }) => series.flatMap(({ texts }) => texts));
  for (const words of [surfaces.html, text]) for (const figure of charted) expect(words).toContain(figure);
});

test.each(TYPES)('%s stays under 100 KB at the worst (D11)', async (reportType) => {
  const long = '"&'.repeat(3_000);
  const fields = { listingId: long, streetAddress: long, city: long, state: long, officeName: long, disclaimer: long };
  const market = changed({ ...fields, listPrice: 99_999_999 });
  // Of twelve listings the e-mail shows all, of more ten.
  for (const most of [market.active.length, 12]) {
    const cut = { ...market, active: market.active.slice(0, most), closed: market.closed.slice(0, most) };
    const html = renderMessage(await modelOfType(reportType, cut), { ...footer, postalAddress: long }).html;
    expect(Buffer.byteLength(html)).toBeLessThan(100 * 1024);
  }
});

test.each(TYPES)('%s of one day speaks of that day, not "in May 31"', async (reportType) => {
  const { headline } = await modelOf(houston(), { request: { reportType, lookbackDays: 1 } });
  expect(headline).not.toMatch(/\bin (?:[A-Z][a-z]{2} \d)/);
});
