import type { Browser } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { renderHtml } from '../../src/reports/render-html.ts';
import { reportTypes } from '../../src/reports/types/report-types.ts';
import { MARKETS } from '../gallery/markets.ts';
import { activeListing, DAY, times } from '../market/examples.ts';
import { openBrowser, testInBrowser } from '../support/chromium.ts';
import { footer, houston, modelOf } from './examples.ts';

const TYPES = [...reportTypes.keys()];

let browser: Promise<Browser> | undefined;
afterAll(async () => (await browser)?.close());

/** What a browser makes of each element that `selector` names, on a page of this width. */
async function boxesOf(page: string, selector: string, width: number) {
  browser ??= openBrowser();
  const tab = await (await browser).newPage({ viewport: { width, height: 800 } });
  try {
    await tab.setContent(page);
    return await tab
      .locator(selector)
      .evaluateAll((elements) =>
        elements.map(
          (element) => element.getBoundingClientRect().toJSON() as { top: number; width: number; height: number },
        ),
      );
  } finally {
    await tab.close();
  }
}

testInBrowser.each(TYPES)('%s: on a phone the four numbers stand two and two, each on one line', async (reportType) => {
  const market = MARKETS.slow ?? houston();
  const numbers = await boxesOf(renderHtml(await modelOf(market, { request: { reportType } }), footer), '.value', 360);
  expect(numbers).toHaveLength(4);
  expect(numbers.map(({ height }) => height)).toEqual([28, 28, 28, 28]);
  for (const i of [0, 2]) expect(numbers[i]?.top).toBe(numbers[i + 1]?.top);
});

testInBrowser('on a phone what is said of a home or a figure has the full width, below its price', async () => {
  const lines = await boxesOf(renderHtml(await modelOf(), footer), 'td[colspan="2"] > *', 360);
  expect(lines.length).toBeGreaterThan(20);
  for (const { width } of lines) expect(width).toBe(360 - 2 * 18);
});

const galleryOf = (count: number) =>
  modelOf(
    { ...houston(), active: times(count, (i) => activeListing({ listDate: Date.UTC(2025, 5, 1, 5) - i * DAY })) },
    { request: { reportType: 'new_listings_gallery' } },
  );

test('an odd last card leaves no empty column, which on a phone would be a gap', async () => {
  for (const count of [1, 2, 5]) {
    expect(renderHtml(await galleryOf(count), footer).match(/class="column"/g)).toHaveLength(count);
  }
});

test('a card names office and number on a line each, so that it is as high as its neighbour', async () => {
  expect(renderHtml(await galleryOf(2), footer).match(/<br>Listed by [^<(]*<br>MLS#\u00a0\w+<\/div>/g)).toHaveLength(2);
});

test('a sale’s line breaks between its parts only', async () => {
  const page = renderHtml(await modelOf(houston(), { request: { reportType: 'closed' } }), footer);
  expect(page).toMatch(/Sold\u00a0May\u00a0\d+,\u00a02025 · asked\u00a0\$\d+,\d+ · \d+\u00a0days\u00a0on\u00a0market</);
});
