import { expect, test } from 'vitest';
import { coverageOf } from '../../../src/reports/font-coverage.ts';
import { loadFonts } from '../../../src/reports/fonts.ts';
import { printable } from '../../../src/reports/pdf/printable.ts';
import { renderPdf } from '../../../src/reports/pdf/render-pdf.ts';
import { pdfText, testWithPdf } from '../../support/pdf.ts';
import { houston, modelOf } from '../examples.ts';

const covers = async () => coverageOf((await loadFonts())[0] ?? Buffer.alloc(0));

test.each([
  ['São Paulo – “quoted” €5 □', 'São Paulo – “quoted” €5 □'],
  ['Sunny Homes 🏡🇺🇸👩🏽‍💼!', 'Sunny Homes !'],
  ['東京 Realty', '□□ Realty'],
  ['a\u200db\u00adc', 'abc'],
  ['a\u0000b\u0007c', 'a b c'],
  ['\uffff\ufffe', '□□'],
  ['🏡\u200d', '□'],
  ['', ''],
])('%j is printed as %j', async (text, printed) => {
  expect(printable(text, await covers())).toBe(printed);
});

test('only what the font has is covered', async () => {
  const has = await covers();
  expect([0x41, 0x2013, 0x20ac].map(has)).toEqual([true, true, true]);
  expect([0x6771, 0x1f3e1, 0x0645].map(has)).toEqual([false, false, false]);
});

testWithPdf('an emoji or a foreign script anywhere does not cost the report its PDF', async () => {
  const name = 'Sunny 🏡 東京 مرحبا \u0000\ufffe';
  const active = houston().active.map((home) => ({ ...home, officeName: name, streetAddress: name, disclaimer: name }));
  const request = { areaCities: [name], brand: { name, color: null, logoUrl: null } };
  const model = await modelOf({ ...houston(), active }, { request });
  const pdf = await renderPdf({ ...model, headline: name, narrative: { text: name, writer: 'openai' } });
  expect(await pdfText(pdf)).toContain('Sunny');
});

test('a city of one emoji does not cost the report its PDF either', async () => {
  const model = await modelOf(houston(), { request: { brand: { name: '🏡', color: null, logoUrl: null } } });
  expect((await renderPdf({ ...model, area: '🏡', headline: '🏡' })).subarray(0, 5).toString()).toBe('%PDF-');
});
