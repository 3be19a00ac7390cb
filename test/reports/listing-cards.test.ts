import { expect, test } from 'vitest';
import type { Population } from '../../src/market/population.ts';
import { byLatestSale, byNewest, listingsOf, showingLine, sourceOf } from '../../src/reports/listing-cards.ts';
import { firstListings } from '../../src/reports/listing-groups.ts';
import { activeListing, closedSale, DAY, MAY, population, times } from '../market/examples.ts';

const newest = (offers: Population) => {
  const options = { heading: 'Newest', layout: 'rows' as const, order: byNewest, zone: 'America/Chicago' };
  return listingsOf({ ...offers, label: 'active listings' }, options).section;
};
const itemsOf = (offers: Population) => newest(offers).groups.flatMap(({ items }) => items);

test('holds the newest first; a surface that shows ten of them says of how many', () => {
  const offers = times(12, (i) => activeListing({ listDate: MAY.from + i * DAY, streetAddress: `${i} Elm St` }));
  const section = newest(population([...offers, activeListing({ listDate: null })]));
  const [group] = firstListings(section, 10);
  expect(group?.items.map(({ address }) => address)).toEqual(times(10, (i) => `${11 - i} Elm St`));
  expect(showingLine(10, section.of)).toBe('Showing 10 of 13 active listings.');
  expect(showingLine(13, section.of)).toBe('Showing all 13 active listings.');
  expect(showingLine(2, '2 active listings')).toBe('Showing both active listings.');
  expect(showingLine(2, '20 active listings')).toBe('Showing 2 of 20 active listings.');
  const { of } = newest(population([activeListing()]));
  expect(showingLine(1, of)).toBe('Showing 1 active listing.');
});

test('holds two hundred at most, and says of how many; a tenth more is held whole', () => {
  const heldOf = (count: number) => newest(population(times(count, () => activeListing())));
  expect(heldOf(220).groups.map(({ items }) => items.length)).toEqual([220]);
  const section = heldOf(221);
  expect(section.groups.map(({ items }) => items.length)).toEqual([200]);
  expect(showingLine(200, section.of)).toBe('Showing 200 of 221 active listings.');
});

test('a sale shows what it went for, when, what was asked and how long it took', () => {
  const sale = closedSale({ closePrice: 390_000, listPrice: 400_000, daysOnMarket: 0 });
  expect(itemsOf(population([sale]))[0]).toMatchObject({
    price: '$390,000',
    when: 'Sold May 19, 2025 · asked $400,000 · 0\u00a0days on market',
  });
  const bare = closedSale({ closeDate: null, listPrice: null, daysOnMarket: null });
  expect(itemsOf(population([bare]))[0]?.when).toBe('Sale date not given');
  expect([closedSale({ closeDate: MAY.from }), sale].toSorted(byLatestSale)[0]).toBe(sale);
});

test('of a feed that was cut off it does not claim to know the number', () => {
  const cut = population(
    times(11, () => activeListing()),
    { truncated: true },
  );
  expect(newest(cut)).toMatchObject({ of: 'more than 11 active listings', heading: 'Newest, of those read' });
});

test('the same listings in another order give the same page', () => {
  const offers = times(20, () => activeListing());
  expect(newest(population(offers))).toEqual(newest(population(offers.toReversed())));
});

test('a hidden address is not shown, the office is', () => {
  const hidden = activeListing({ streetAddress: null, officeName: 'Bayou Realty', listDate: MAY.from });
  expect(itemsOf(population([hidden]))[0]).toMatchObject({
    address: 'Address not displayed',
    locality: 'Houston, TX 77002',
    office: 'Bayou Realty',
    when: 'Listed Apr 30, 2025',
  });
});

test('an address that nobody withheld is not called hidden, and a bare record is no card', () => {
  const bare = { streetAddress: null, city: null, state: null, postalCode: null };
  expect(itemsOf(population([activeListing(bare)]))[0]?.address).toBe('Address not given');
  const nothing = { ...bare, listPrice: null, closePrice: null, livingArea: null, bedrooms: null, photos: [] };
  const section = newest(population([activeListing(nothing), activeListing()]));
  expect(section.groups[0]?.items).toHaveLength(1);
  expect(showingLine(1, section.of)).toBe('Showing 1 of 2 active listings.');
});

test('zero bedrooms is a studio; a part that is missing is a dash, and what is missing as a whole is said in words (M2)', () => {
  const item = (fields: object) => itemsOf(population([activeListing(fields)]))[0];
  expect(item({ bedrooms: 0, bathrooms: 1, livingArea: 480 })?.details).toBe(
    'Studio · 1\u00a0bath · 480\u00a0sq\u00a0ft',
  );
  const nulls = {
    bedrooms: null,
    bathrooms: null,
    livingArea: null,
    listPrice: null,
    listDate: null,
    officeName: null,
  };
  expect(item({ ...nulls, bathrooms: 2 })?.details).toBe('–\u00a0beds · 2\u00a0baths · –\u00a0sq\u00a0ft');
  const blank = item({ ...nulls, city: null, state: null, postalCode: null });
  expect(blank).toMatchObject({
    details: 'Beds, baths and size not given',
    price: 'Price not given',
    when: 'List date not given',
    locality: 'Place not given',
  });
  expect(blank && sourceOf(blank)).toMatch(/^Listing office not given \(MLS#\u00a0\w+\)$/);
});
