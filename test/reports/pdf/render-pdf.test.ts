import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReportModel } from '../../../src/reports/model.ts';
import { assertPdf } from '../../../src/reports/pdf/assert-pdf.ts';
import { renderPages } from '../../../src/reports/pdf/render-pages.ts';
import { renderPdf } from '../../../src/reports/pdf/render-pdf.ts';
import { reportTypes } from '../../../src/reports/types/report-types.ts';
import { activeListing, times } from '../../market/examples.ts';
import { decodePng } from '../../support/decode-png.ts';
import { pdfText, testWithPdf } from '../../support/pdf.ts';
import { houston, modelOf } from '../examples.ts';

const pagesOf = async (pdf: Buffer): Promise<string[]> => (await pdfText(pdf)).split('\f').filter(Boolean);

test('is PDF/UA-1, tagged, titled, with its fonts inside', async () => {
  const pdf = (await renderPdf(await modelOf())).toString('latin1');
  expect(pdf).toMatch(/<pdfuaid:part>1<\/pdfuaid:part>/);
  expect(pdf).toMatch(/\/MarkInfo\s*<<[^>]*\/Marked true/);
  expect(pdf).toContain('/StructTreeRoot');
  expect(pdf).toMatch(/\/DisplayDocTitle true/);
  expect(pdf).toMatch(/\/FontFile2/);
  expect([...pdf.matchAll(/\/BaseFont\s*\/(\S+)/g)].map(([, name]) => name)).toEqual(
    expect.arrayContaining([expect.stringMatching(/\+Inter-/)]),
  );
});

test('the same model gives the same bytes', async () => {
  const model = await modelOf();
  expect((await renderPdf(model)).equals(await renderPdf(structuredClone(model)))).toBe(true);
});

testWithPdf('brand and page number stand on each page', async () => {
  const pages = await pagesOf(await renderPdf(await modelOf()));
  pages.forEach((page, i) => {
    expect(page).toContain('Bayou Realty Group');
    expect(page).toContain(`Page ${i + 1} of ${pages.length}`);
  });
});

testWithPdf('each type takes the pages that its tables need', async () => {
  const counts: Record<string, number> = {};
  for (const reportType of reportTypes.keys()) {
    const pdf = await renderPdf(await modelOf(houston(), { request: { reportType } }));
    counts[reportType] = (await pagesOf(pdf)).length;
  }
  expect(counts).toEqual({
    closed: 4,
    featured_listings: 1,
    inventory: 8,
    market_snapshot: 5,
    new_listings: 2,
    new_listings_gallery: 3,
    open_houses: 4,
    price_bands: 2,
  });
});

testWithPdf('however long the report is, no page has the sources without the definitions', async () => {
  const { active, ...rest } = houston();
  const lastPages: string[] = [];
  for (let homes = 10; homes <= 24; homes += 2) {
    const market = { ...rest, active: active.slice(0, homes) };
    const pdf = await renderPdf(await modelOf(market, { request: { reportType: 'new_listings' } }));
    lastPages.push((await pagesOf(pdf)).at(-1) ?? '');
  }
  for (const page of lastPages) expect(page).toMatch(/How these figures are defined.*Source and notices/s);
});

testWithPdf('however many notices an MLS has, each is printed', async () => {
  const active = times(80, (i) => activeListing({ disclaimer: `Notice ${i}: ${'words '.repeat(90)}` }));
  const pdf = await renderPdf(await modelOf({ ...houston(), active }, { request: { reportType: 'new_listings' } }));
  const printed = new Set((await pdfText(pdf)).match(/Notice \d+:/g));
  expect(printed.size).toBe(80);
});

testWithPdf('a day’s heading has three rows below it, and stands on each page with rows of the day', async () => {
  const { active } = houston();
  for (let homes = 20; homes <= 140; homes += 6) {
    const market = { ...houston(), active: active.slice(0, homes) };
    const pages = await pagesOf(await renderPdf(await modelOf(market, { request: { reportType: 'open_houses' } })));
    for (const [heading, row] of [
      ['Saturday, Jun 7', /Sat, Jun 7,/g],
      ['Sunday, Jun 8', /Sun, Jun 8,/g],
    ] as const) {
      const rows = pages.map((page) => page.match(row)?.length ?? 0);
      expect(
        rows.find((count) => count > 0),
        `${heading} of ${homes} homes`,
      ).toBeGreaterThanOrEqual(3);
      expect(pages.map((page) => page.includes(heading))).toEqual(rows.map((count) => count > 0));
    }
  }
});

const narrativeOf = (lines: number) => ({
  text: 'A narrative of as many words as a line has, and of no more of them than those, so that it wraps. '.repeat(
    lines,
  ),
  writer: 'built-in' as const,
});

testWithPdf('the table of more figures stays on one page', async () => {
  const model = { ...(await modelOf()), charts: [] };
  const others = model.figures.filter(({ prominent }) => !prominent);
  for (let lines = 0; lines < 20; lines += 4) {
    const pages = await pagesOf(await renderPdf({ ...model, narrative: narrativeOf(lines) }));
    const page = pages.find((text) => text.includes('More figures'));
    for (const { label } of others) expect(page, `${lines} lines`).toContain(`\n${label}\n`);
  }
});

testWithPdf('the listings’ heading has three rows below it', async () => {
  const model = await modelOf(houston(), { request: { reportType: 'new_listings' } });
  for (let lines = 12; lines < 30; lines += 1) {
    const pages = await pagesOf(await renderPdf({ ...model, narrative: narrativeOf(lines) }));
    const page = pages.find((text) => text.includes('newest first'));
    expect(page?.match(/Listed by/g)?.length, `${lines} lines`).toBeGreaterThanOrEqual(3);
  }
});

testWithPdf('the listings’ heading opens a page without the space that it has below something', async () => {
  const few = { ...houston(), active: houston().active.slice(0, 20) };
  const model = await modelOf(few, { request: { reportType: 'new_listings' } });
  const opening: ReportModel[] = [];
  for (let lines = 12; lines < 30 && opening.length === 0; lines += 1) {
    const longer = { ...model, narrative: narrativeOf(lines) };
    const [, second = ''] = await pagesOf(await renderPdf(longer));
    if (/^.*\n+.*\n+New listings, newest first/.test(second)) opening.push(longer);
  }
  for (const longer of opening) {
    const { mean } = decodePng(await renderPages(longer));
    // Of a page's 1,584 pixels the first 122 are margin, and the next 20 as high as the heading.
    expect(mean(115, 1_584 + 122, 200, 20)[0]).toBeLessThan(240);
  }
  expect(opening).toHaveLength(1);
});

test('headings, tables with their header cells and figures with an alt text are told to a screen reader', async () => {
  // A year's look-back has three charts without a stored past.
  const pdf = (await renderPdf(await modelOf(houston(), { request: { lookbackDays: 365 } }))).toString('latin1');
  for (const role of ['Document', 'H1', 'H2', 'P', 'Table', 'TH', 'TD', 'Figure']) {
    expect(pdf, role).toMatch(new RegExp(`/S\\s*/${role}\\b`));
  }
  expect(pdf.match(/\/Alt\s*[(<]/g)?.length).toBeGreaterThanOrEqual(3);
  expect(pdf).toMatch(/\/Lang\s*\(en-US\)/);
});

const MARKUP = '#panic("x") *b* _i_ = h $x^2$ [c] <l> @r `code` ] // c /* d \\ " https://evil.example';

testWithPdf('foreign text is data, never markup (S1)', async () => {
  const active = houston().active.map((home) => ({ ...home, streetAddress: MARKUP, officeName: MARKUP }));
  const model = await modelOf(
    { ...houston(), active },
    { request: { areaCities: [MARKUP.slice(0, 38)], brand: { name: MARKUP, color: null, logoUrl: null } } },
  );
  const text = (await pdfText(await renderPdf({ ...model, narrative: { text: MARKUP, writer: 'openai' } }))).replace(
    /\s+/g,
    ' ',
  );
  expect(text).toContain('#panic("x") *b* _i_ = h $x^2$ [c] <l> @r `code` ] // c /* d \\ "');
});

const SIGNS = [
  ...['#', '$', '*', '_', '`', '~', '@', '<', '>', '[', ']', '{', '}', '(', ')', '\\', '/', '"', "'", '=', '+', '-'],
  ...['//', '/*', '*/', '#{', '---', '~', 'x'],
];
const CALLS = ['#let', '#import', '#read("/etc/passwd")', '#sys.inputs', '#eval("1")', '\\u{41}', '#panic()'];

testWithPdf('whatever markup a text is made of, the page prints it as it is (S1)', async () => {
  const of = (signs: readonly string[], maxLength: number) =>
    fc.array(fc.constantFrom(...signs), { minLength: 1, maxLength }).map((parts) => parts.join(''));
  // Short enough for their column.
  const addresses = fc.sample(of(SIGNS, 4), 50).map((text) => `7${text}St`);
  const narrative = fc.sample(of([...SIGNS, ...CALLS], 6), 50);
  const active = addresses.map((streetAddress) => activeListing({ streetAddress }));
  const model = await modelOf({ ...houston(), active });
  const pdf = await renderPdf({ ...model, narrative: { text: narrative.join(' x '), writer: 'openai' } });
  // A hyphen at a line's end is taken for a broken word's by who reads the text; a dash made of two would stay.
  const plain = (text: string) => text.replace(/[\s-]+/g, '');
  const printed = plain(await pdfText(pdf));
  for (const text of [...addresses, ...narrative]) expect(printed).toContain(plain(text));
});

test('an empty or damaged PDF is refused (R9)', async () => {
  const whole = await renderPdf(await modelOf());
  expect(assertPdf(whole)).toBe(whole);
  for (const bad of [Buffer.alloc(0), whole.subarray(0, 5_000), whole.subarray(0, -10), Buffer.alloc(9_000, 'x')]) {
    expect(() => assertPdf(bad)).toThrow(expect.objectContaining({ code: 'pdf_invalid' }));
  }
});

test('the pages are also one picture, none of them on top of another', async () => {
  const few = { ...houston(), active: houston().active.slice(0, 16) };
  const png = await renderPages(await modelOf(few, { request: { reportType: 'new_listings' } }));
  const { width, height, mean } = decodePng(png);
  expect(width).toBe(1_224);
  expect(height).toBe(2 * 1_584);
  // The first page's banner, in the brand's colour.
  expect(mean(600, 160, 400, 20).map(Math.round)).toEqual([11, 110, 79]);
});
