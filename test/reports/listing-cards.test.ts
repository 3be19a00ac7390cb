import { expect, test } from 'vitest';
import { listingDisclaimers, newestListings } from '../../src/reports/listing-cards.ts';
import { activeListing, DAY, MAY, population, times } from '../market/examples.ts';

const ZONE = 'America/Chicago';

test('shows the ten newest, and says of how many', () => {
  const offers = times(12, (i) => activeListing({ listDate: MAY.from + i * DAY, streetAddress: `${i} Elm St` }));
  const { showing, items } = newestListings(population([...offers, activeListing({ listDate: null })]), ZONE);
  expect(showing).toBe('Showing 10 of 13 active listings.');
  expect(items.map(({ address }) => address)).toEqual(times(10, (i) => `${11 - i} Elm St`));
});

test('of a feed that was cut off it does not claim to know the number', () => {
  const cut = population(
    times(11, () => activeListing()),
    { truncated: true },
  );
  expect(newestListings(cut, ZONE).showing).toBe('Showing 10 of more than 11 active listings.');
});

test('the same listings in another order give the same page', () => {
  const offers = times(20, () => activeListing());
  expect(newestListings(population(offers), ZONE)).toEqual(newestListings(population(offers.toReversed()), ZONE));
});

test('a hidden address is not shown, the office is', () => {
  const hidden = activeListing({ streetAddress: null, officeName: 'Bayou Realty', listDate: MAY.from });
  expect(newestListings(population([hidden]), ZONE).items[0]).toMatchObject({
    address: 'Address not displayed',
    locality: 'Houston, TX 77002',
    office: 'Bayou Realty',
    listed: 'Apr 30, 2025',
  });
});

test('zero bedrooms is a studio; what is missing is a dash', () => {
  const item = (fields: object) => newestListings(population([activeListing(fields)]), ZONE).items[0];
  expect(item({ bedrooms: 0, bathrooms: 1, livingArea: 480 })?.details).toBe('Studio · 1 bath · 480 sq ft');
  const nulls = {
    bedrooms: null,
    bathrooms: null,
    livingArea: null,
    listPrice: null,
    listDate: null,
    officeName: null,
  };
  expect(item({ ...nulls, city: null, state: null, postalCode: null })).toMatchObject({
    details: '– beds · – baths · – sq ft',
    price: '–',
    listed: '–',
    office: '–',
    locality: '–',
  });
});

test('each disclaimer of a shown listing stands once', () => {
  const offers = ['A.', 'B.', 'A.', null, ' '].map((disclaimer) => activeListing({ disclaimer }));
  expect(listingDisclaimers(population(offers)).toSorted()).toEqual(['A.', 'B.']);
});
