import { expect, test } from 'vitest';
import { listingsInMail, showingInMail } from '../../src/reports/mail-listings.ts';
import type { ReportListings } from '../../src/reports/model.ts';
import { renderMessage } from '../../src/reports/render-message.ts';
import { activeListing, DAY, times } from '../market/examples.ts';
import { footer, houston, modelOf } from './examples.ts';
import { visibleText } from './visible-text.ts';

const newOnes = (count: number, disclaimer: (i: number) => string | null = () => null) =>
  modelOf(
    {
      ...houston(),
      active: times(count, (i) =>
        activeListing({ listDate: Date.UTC(2025, 5, 1, 5) - (i % 25) * DAY, disclaimer: disclaimer(i) }),
      ),
    },
    { request: { reportType: 'new_listings' } },
  );
const sectionOf = async (count: number): Promise<ReportListings> => {
  const { listings } = await newOnes(count);
  if (listings === null) throw new Error('no listings');
  return listings;
};
const shownOf = (listings: ReportListings) => listingsInMail(listings).flatMap(({ items }) => items).length;

test('a list that is over after twelve is shown to its end, of a longer one ten', async () => {
  const counts = await Promise.all([1, 10, 11, 12, 13].map(async (count) => shownOf(await sectionOf(count))));
  expect(counts).toEqual([1, 10, 11, 12, 10]);
});

test('each listing shown brings its disclaimer, the eleventh and twelfth too', async () => {
  const own = (i: number) => `Of ${i}.`;
  expect((await newOnes(12, own)).disclaimers).toHaveLength(12);
  expect((await newOnes(13, own)).disclaimers).toHaveLength(10);
});

test('where a PDF comes with the message, it is said how many that one lists', async () => {
  const listings = await sectionOf(13);
  const line = (change: Partial<ReportListings> = {}) => showingInMail({ ...listings, ...change }, { pdf: true });
  expect(showingInMail(listings, {})).toBe('Showing 10 of 13 new listings.');
  expect(line()).toBe('Showing 10 of 13 new listings. The attached PDF lists all 13.');
  expect(line({ of: '1,234 new listings' })).toMatch(/ The attached PDF lists 13 of 1,234\.$/);
  expect(line({ of: 'more than 500 new listings' })).toMatch(/ The attached PDF lists 13\.$/);
  expect(showingInMail(await sectionOf(12), { pdf: true })).toBe('Showing all 12 new listings.');
});

test('both parts of the message say so, and the same report without a PDF does not', async () => {
  const model = await newOnes(30);
  for (const pdf of [true, false, true]) {
    const { html, text } = renderMessage(model, footer, { pdf });
    for (const part of [visibleText(html), text.replace(/\s+/g, ' ')]) {
      expect(part.includes('Showing 10 of 30 new listings. The attached PDF lists all 30.')).toBe(pdf);
    }
  }
});
