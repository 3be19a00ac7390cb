import { expect, test } from 'vitest';
import type { OpenHouse } from '../../../src/listings/open-house.ts';
import { composeReport } from '../../../src/reports/compose.ts';
import { pdfData } from '../../../src/reports/pdf/pdf-data.ts';
import { renderMessage } from '../../../src/reports/render-message.ts';
import { activeListing, DAY, times } from '../../market/examples.ts';
import { deps, feedOf, footer, houston, modelOf, openHousesOf, request } from '../examples.ts';

const asking = { ...request, reportType: 'open_houses' };
const MONDAY = Date.UTC(2025, 5, 2, 5);
const HOUR = 3_600_000;

const compose = async (openHouses: readonly OpenHouse[], more: Partial<typeof request> = {}, truncated = false) => {
  const { feed } = feedOf(houston());
  const answer = { openHouses, truncated, dropped: {}, asOf: MONDAY + 9 * HOUR };
  return composeReport({ ...asking, ...more }, deps({ ...feed, openHouses: async () => answer }));
};
const at = (startsAt: number, endsAt: number | null, fields: Parameters<typeof activeListing>[0] = {}): OpenHouse => {
  const listing = activeListing(fields);
  return { key: listing.mlsId, startsAt, endsAt, listing };
};

test('asks its own endpoint for the coming local days, at most a week, and for nothing else (M7)', async () => {
  const { feed, queries } = feedOf(houston());
  const asked: unknown[] = [];
  const openHouses: typeof feed.openHouses = (query, options) => {
    asked.push(query);
    return feed.openHouses(query, options);
  };
  await composeReport(asking, deps({ ...feed, openHouses }));
  await composeReport({ ...asking, lookbackDays: 1 }, deps({ ...feed, openHouses }));
  const area = { cities: ['Houston'], postalCodes: [], types: ['residential', 'condominium'] };
  expect(asked).toEqual([
    { ...area, from: MONDAY, to: MONDAY + 7 * DAY },
    { ...area, from: MONDAY, to: MONDAY + DAY },
  ]);
  expect(queries).toEqual([]);
});

test('stands under its local day, with its hours there (M7)', async () => {
  // The second lies on Sunday in London, on Saturday in Houston.
  const saturday = MONDAY + 5 * DAY;
  const { model } = await compose([
    at(saturday + 11 * HOUR, saturday + 14 * HOUR),
    at(saturday + 20 * HOUR, null),
    at(saturday + DAY + 13 * HOUR, saturday + DAY + 15.5 * HOUR),
  ]);
  expect(model.listings?.groups.map(({ heading, items }) => [heading, items.map(({ when }) => spaced(when))])).toEqual([
    ['Saturday, Jun 7', ['Sat, Jun 7, 11:00 AM – 2:00 PM CDT', 'Sat, Jun 7, from 8:00 PM CDT']],
    ['Sunday, Jun 8', ['Sun, Jun 8, 1:00 – 3:30 PM CDT']],
  ]);
  expect(model.period).toBe('Jun 2 – Jun 8, 2025');
});

/** With plain spaces: the day and the hours are kept on one line each. */
const spaced = (text: string) => text.replaceAll('\u00a0', ' ');

test('the e-mail shows some of each day and says of how many; the PDF all of them, each with its day', async () => {
  const houses = [0, 1].flatMap((day) =>
    times(70, (i) =>
      at(MONDAY + (5 + day) * DAY + (10 + i / 20) * HOUR, null, {
        streetAddress: `${day}-${i} Elm St`,
        disclaimer: `Of ${day}-${i}.`,
      }),
    ),
  );
  const { model } = await compose(houses);
  const shown = times(10, (i) => `${Math.floor(i / 5)}-${i % 5}`);
  const headings = ['Saturday, Jun 7: 5 of 70 open houses', 'Sunday, Jun 8: 5 of 70 open houses'];
  const { html, text } = renderMessage(model, footer);
  for (const page of [html, text]) {
    expect(page.match(/\d-\d+(?= Elm St)/g)).toEqual(shown);
    for (const words of ['Showing 10 of 140 open houses.', ...headings]) expect(spaced(page)).toContain(words);
  }
  expect(model.disclaimers).toEqual(shown.map((home) => `Of ${home}.`));
  const { listings } = pdfData(model, () => '');
  expect(listings?.showing).toBe('Showing all 140 open houses.');
  expect(listings?.groups.map(({ heading, items }) => [heading, items.length])).toEqual([
    ['Saturday, Jun 7', 70],
    ['Sunday, Jun 8', 70],
  ]);
  const whens = listings?.groups.map(({ items }) => items.every(({ when }) => /^(Sat|Sun),/.test(when)));
  expect(whens).toEqual([true, true]);
});

test('a feed with more than the PDF’s bound keeps every day, and of one that was cut off no day is counted', async () => {
  const houses = times(300, (i) => at(MONDAY + (5 + Math.floor(i / 250)) * DAY + 12 * HOUR, null));
  const sizes = async (truncated: boolean) =>
    pdfData((await compose(houses, {}, truncated)).model, () => '').listings?.groups.map(({ heading, items }) => [
      heading,
      items.length,
    ]);
  expect(await sizes(false)).toEqual([
    ['Saturday, Jun 7: 150 of 250 open houses', 150],
    ['Sunday, Jun 8', 50],
  ]);
  expect(await sizes(true)).toEqual([
    ['Saturday, Jun 7', 150],
    ['Sunday, Jun 8', 50],
  ]);
});

test('of those at the same time the ones with an address come first', async () => {
  const hidden = at(MONDAY + 10 * HOUR, null, { streetAddress: null });
  const { model } = await compose([hidden, at(MONDAY + 10 * HOUR, null), at(MONDAY + 11 * HOUR, null)]);
  expect(model.listings?.groups[0]?.items.map(({ address }) => address === 'Address not displayed')).toEqual([
    false,
    true,
    false,
  ]);
});

test('the time stands directly below the address, where other listings have their place', async () => {
  const house = at(MONDAY + 5 * DAY + 13 * HOUR, MONDAY + 5 * DAY + 15 * HOUR, { streetAddress: '12 Elm St' });
  const { html, text } = renderMessage((await compose([house])).model, footer);
  const time = 'Sat, Jun 7, 1:00 – 3:00 PM CDT';
  expect(spaced(text)).toMatch(new RegExp(`12 Elm St, .*\\n  ${time}\\n`));
  const words = spaced(html)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  expect(words).toContain(`12 Elm St $400,000 ${time} Houston`);
  const other = renderMessage(
    await modelOf({ ...houston(), active: [house.listing] }, { request: { reportType: 'new_listings' } }),
    footer,
  );
  expect(other.html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toContain('12 Elm St $400,000 Houston');
});

test('what is over when the feed is read is left out; what is on is not', async () => {
  const composed = await compose([
    at(MONDAY + 6 * HOUR, MONDAY + 8 * HOUR),
    at(MONDAY + 7 * HOUR, null),
    at(MONDAY + 8 * HOUR, MONDAY + 10 * HOUR),
  ]);
  expect(composed.model.figures[0]).toMatchObject({ key: 'openHouses', value: 1, text: '1' });
  expect(composed.model.headline).toBe(
    '1 open house is announced at 1 home in Houston in the 7 days from Jun 2 to Jun 8, 2025.',
  );
});

test('a home shown twice is one home and two open houses; a rental is none', async () => {
  const twice = at(MONDAY + 12 * HOUR, null, { listPrice: 500_000, livingArea: 2_000 });
  const { model } = await compose([
    twice,
    { ...twice, key: -1, startsAt: twice.startsAt + DAY },
    at(MONDAY + 13 * HOUR, null, { type: 'RNT', listPrice: 2_500 }),
  ]);
  expect(model.figures.map(({ text }) => text)).toEqual(['2', '1', '$500,000', '$250']);
  expect(model.listings?.of).toBe('2 open houses');
});

test('an audience narrows it, by the median of all homes for sale', async () => {
  const { model } = await compose(openHousesOf(houston()), { audience: 'luxury' });
  const all = await compose(openHousesOf(houston()));
  expect(model.title).toBe('Open houses: Luxury range, widened');
  expect(model.notices[0]).toMatch(
    /^Such homes: single-family, priced at \$\d+,\d+ or more \(\d+% of the area’s median list price/,
  );
  const count = (of: typeof model) => of.figures[0]?.value ?? 0;
  expect(count(model)).toBeGreaterThan(0);
  expect(count(model)).toBeLessThan(count(all.model));
});

test('none is empty; a feed that was cut off holds some, and its number is not claimed', async () => {
  expect(await compose([])).toMatchObject({
    empty: true,
    reason: 'There is no open house in Houston in the 7 days from Jun 2 to Jun 8, 2025.',
  });
  const cut = await compose(
    times(3, (i) => at(MONDAY + (10 + i) * HOUR, null)),
    {},
    true,
  );
  expect(cut).not.toHaveProperty('empty');
  expect(cut.model.figures[0]?.text).toBe('–');
  expect(cut.model.listings?.of).toBe('more than 3 open houses');
});

test('a home that the e-mail lists once tells of its other times', async () => {
  const saturday = at(MONDAY + 5 * DAY + 11 * HOUR, MONDAY + 5 * DAY + 13 * HOUR);
  const sunday = { ...saturday, key: saturday.key + 1_000_000, startsAt: MONDAY + 6 * DAY + 14 * HOUR, endsAt: null };
  const { model } = await compose([saturday, sunday, at(MONDAY + 6 * DAY, null)]);
  const { html, text } = renderMessage(model, footer);
  for (const page of [html, text]) {
    expect(spaced(page)).toContain('Also Sun, Jun 8, from 2:00 PM CDT');
    expect(spaced(page)).toContain('Also Sat, Jun 7, 11:00 AM – 1:00 PM CDT');
    expect(page.match(/Also /g)).toHaveLength(2);
  }
});

test('of a home with any number of times some are told, and how many more there are', async () => {
  const first = at(MONDAY + 10 * HOUR, null);
  const slots = times(300, (i) => ({ ...first, key: first.key + i * 1_000, startsAt: first.startsAt + i * 60_000 }));
  const { model } = await compose(slots);
  const { also = '' } = model.listings?.groups[0]?.items[0] ?? {};
  expect(also.match(/from/g)).toHaveLength(6);
  expect(spaced(also)).toMatch(/ and 293 more times$/);
});
