import { expect, test } from 'vitest';
import type { ReportFigure } from '../../src/reports/model.ts';
import { preheader } from '../../src/reports/preheader.ts';
import { reportTypes } from '../../src/reports/types/report-types.ts';
import { houston, modelOf } from './examples.ts';

const model = await modelOf(houston(), { request: { reportType: 'new_listings' } });
const withFigures = (change: (figure: ReportFigure) => Partial<ReportFigure>) =>
  preheader({ ...model, figures: model.figures.map((figure) => ({ ...figure, ...change(figure) })) });

test('the inbox shows two figures more than subject and headline, as the page prints them', () => {
  const [perSquareFoot, reduced] = model.figures.slice(2);
  expect(preheader(model)).toBe(`List price per sq ft: ${perSquareFoot?.text}; already reduced: ${reduced?.text}.`);
});

test.each([...reportTypes.keys()])('%s repeats no number of its headline', async (reportType) => {
  const { headline, ...rest } = await modelOf(houston(), { request: { reportType } });
  const numbers = headline.match(/\$?\d[\d,.]*\d%?/g) ?? [];
  const line = preheader({ ...rest, headline });
  expect(line).toMatch(/^[A-Z][^:;]*: [^:;]+(; [a-z][^:;]*: [^:;]+)?\.$/);
  for (const number of numbers) expect(line.split(/[ ;]|\.$/)).not.toContain(number);
});

test('what is not known, nothing, or of a very small sample is no news', () => {
  expect(withFigures(({ unit }) => (unit === 'share' ? { value: 0, text: '0%' } : {}))).toMatch(/^List price[^;]*$/);
  expect(withFigures(({ unit }) => (unit === 'share' ? { value: null, text: '–' } : {}))).toMatch(/^List price[^;]*$/);
  expect(withFigures(({ unit }) => (unit === 'share' ? { n: 9 } : {}))).toMatch(/^List price[^;]*$/);
  expect(withFigures(() => ({ value: null, text: '–' }))).toBe(model.headline);
});

test('a sample is called one first', () => {
  expect(preheader({ ...model, source: { ...model.source, sample: true } })).toMatch(
    /^Sample data, not real listings\. List/,
  );
});
