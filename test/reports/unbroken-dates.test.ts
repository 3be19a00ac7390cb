import { expect, test } from 'vitest';
import { pdfData } from '../../src/reports/pdf/pdf-data.ts';
import { renderHtml } from '../../src/reports/render-html.ts';
import { renderText } from '../../src/reports/render-text.ts';
import { unbrokenDates } from '../../src/reports/unbroken-dates.ts';
import { footer, modelOf } from './examples.ts';

/** A plain space is where a line may break; "_" stands for one where it may not. */
const marked = (text: string) => unbrokenDates(text).replaceAll('\u00a0', '_');

test.each([
  ['closed sales, May 3 – Jun 1, 2025 (n = 40)', 'closed sales, May_3_– Jun_1,_2025 (n = 40)'],
  ['As of Jun 2, 2025, 9:01 AM CDT.', 'As of Jun_2,_2025, 9:01_AM_CDT.'],
  ['closed sales, Jun 2024 – May 2025', 'closed sales, Jun_2024_– May_2025'],
  ['Dec 29, 2024 – Jan 4, 2025', 'Dec_29,_2024_– Jan_4,_2025'],
  ['the 7 days from Jun 2 to Jun 8, 2025.', 'the 7_days from Jun_2 to Jun_8,_2025.'],
  ['In May 12 homes sold', 'In May_12 homes sold'],
  ['Maybe 3 of 40, at 900 AM', 'Maybe 3 of 40, at 900 AM'],
])('%s breaks between its dates and times only', (text, expected) => {
  expect(marked(text)).toBe(expected);
});

const BREAKABLE = /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d|\d, \d{4}\b|\d [AP]M\b|[AP]M C[DS]T/;

test('no date of the page can break; the model, the text part and what is narrated keep plain spaces', async () => {
  const model = await modelOf();
  const page = renderHtml(model, footer);
  expect(page).not.toMatch(BREAKABLE);
  expect(page).toMatch(/Jun\u00a02,\u00a02025, 9:01\u00a0AM\u00a0CDT/);
  for (const plain of [renderText(model, footer).replace(/\s*\n\s*/g, ' '), pdfData(model, () => '').sourceLine]) {
    expect(plain).toContain('As of Jun 2, 2025, 9:01 AM CDT.');
  }
});
