import { expect, test } from 'vitest';
import { renderMessage } from '../../../src/reports/render-message.ts';
import { activeListing, times } from '../../market/examples.ts';
import { footer, houston, modelOf } from '../examples.ts';

const featured = (prices: readonly number[]) => {
  const active = prices.map((listPrice) => activeListing({ listPrice }));
  return modelOf({ ...houston(), active }, { request: { reportType: 'featured_listings' } });
};

test('is of the moment at which the feed was read: no period stands on the page', async () => {
  const model = await featured([300_000]);
  expect(model.period).toBe(model.asOf);
  const { html, text } = renderMessage(model, footer);
  for (const page of [html, text].map((part) => part.replaceAll('\u00a0', ' '))) {
    expect(page).not.toMatch(/May 3|Period:/);
    expect(page).toContain('Source: HAR MLS. As of Jun 2, 2025, 9:01 AM CDT.');
  }
});

test('the highest of a few prices is no sample, their median is a small one', async () => {
  const model = await featured(times(6, (i) => 300_000 + i));
  const noteOf = (name: string) => model.figures.find(({ key }) => key === name)?.note;
  expect(noteOf('highestListPrice')).toBeNull();
  expect(noteOf('medianListPrice')).toBe('Very small sample: read with care.');
});
