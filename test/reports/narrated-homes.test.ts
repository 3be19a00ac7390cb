import { expect, test } from 'vitest';
import { factsOfReport } from '../../src/insights/facts-of-report.ts';
import { activeListing, times } from '../market/examples.ts';
import { houston, modelOf } from './examples.ts';

test('the narrative speaks of these homes, not of the area’s', async () => {
  const closed = houston().closed.map((home) => ({ ...home, bedrooms: 1 }));
  const request = { reportType: 'inventory', audience: 'families' };
  const model = await modelOf({ ...houston(), closed }, { request });
  expect(model.narrative?.text).toMatch(
    /were read, \d+ houses with at least three bedrooms and two bathrooms were for sale in Houston/,
  );
  expect(model.narrative?.text).toContain('no such home sold');
});

const housesOf = (rooms: string) => ({ one: `house with ${rooms}`, many: `houses with ${rooms}` });

test.each([
  ['luxury', {}, { one: 'luxury home', many: 'luxury homes' }],
  ['condo', {}, { one: 'condominium', many: 'condominiums' }],
  ['families', {}, housesOf('at least three bedrooms and two bathrooms')],
  ['first_time_buyer', {}, { one: 'home of this kind and price', many: 'homes of this kind and price' }],
  ['investor', {}, { one: 'home in this price range', many: 'homes in this price range' }],
  ['all', { minbeds: 2 }, { one: 'selected home', many: 'selected homes', partitive: true }],
])(
  'a narrator of %s learns what the homes are, and never whose they might be (S6)',
  async (audience, filters, homes) => {
    const model = await modelOf(houston(), { request: { audience, filters } });
    expect(model.homesInWords).toEqual(homes);
    expect(JSON.stringify(factsOfReport(model))).not.toMatch(/first.time|investor|famil(?!y h)/i);
    expect(model.narrative?.text).toMatch(new RegExp(`${homes.one}|${homes.many}`, 'i'));
    expect((await modelOf()).homesInWords).toBeNull();
  },
);

test('under a widened limit they are homes in its range: one at the median is no luxury home', async () => {
  const active = [
    ...times(9, () => activeListing({ listPrice: 400_000 })),
    ...times(5, (i) => activeListing({ listPrice: 520_000 + i })),
  ];
  const model = await modelOf({ ...houston(), active }, { request: { reportType: 'inventory', audience: 'luxury' } });
  expect(model.notices.join()).toContain('median');
  expect(model.homesInWords).toEqual({ one: 'home of this kind and price', many: 'homes of this kind and price' });
});
