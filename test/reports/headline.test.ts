import { expect, test } from 'vitest';
import { headlineOf, subjectOf } from '../../src/reports/headline.ts';
import type { ReportFigure } from '../../src/reports/model.ts';
import { nameHomes } from '../../src/reports/named-homes.ts';
import { reportTypes } from '../../src/reports/types/report-types.ts';
import { activeListing, closedSale, DAY, pendingListing, times } from '../market/examples.ts';
import { modelOf, SCHEDULED_FOR } from './examples.ts';

const figure = (key: string, value: number | null, text: string, n = 45): ReportFigure => ({
  key,
  label: key,
  prominent: false,
  value,
  unit: 'count',
  text,
  population: 'closed sales',
  n,
  basis: '',
  note: null,
  smallSample: false,
  excluded: {},
  changes: [],
});
const subject = (figures: ReportFigure[], area: string) => subjectOf({ figures, ...nameHomes(area, null) });
const price = (n: number) => figure('medianSalePrice', 312_500, '$312,500', n);
const count = (key: string, value: number | null) => figure(key, value, value === null ? '–' : String(value));

test('the subject carries the median where enough sales stand behind it', () => {
  expect(subject([price(5)], 'Houston')).toBe('Houston: median sale price $312,500');
  const few = [price(4), count('closedSales', 4)];
  expect(subject(few, 'Houston')).toBe('Houston: 4 sales closed');
});

test('the subject falls to the next figure that says something', () => {
  const none = [count('medianSalePrice', null), count('closedSales', 0)];
  expect(subject([...none, count('activeListings', 1)], 'Katy')).toBe('Katy: 1 home for sale');
  expect(subject([...none, count('activeListings', null), count('pendingListings', 2)], 'Katy')).toBe(
    'Katy: 2 sales pending',
  );
  expect(subject(none, 'Katy')).toBe('Katy: nothing to report');
  expect(subject([...none, count('activeListings', null)], 'Katy')).toBe('Katy: market report');
});

test('the headline says what is known and nothing else', () => {
  const say = (...figures: ReportFigure[]) => headlineOf({ figures, ...nameHomes('Katy', null), period: 'the 7 days' });
  expect(say(count('closedSales', 45), price(45), count('activeListings', 156))).toBe(
    '45 homes sold in Katy in the 7 days, at a median of $312,500; 156 are for sale now.',
  );
  expect(say(count('closedSales', 1), count('activeListings', 1))).toBe(
    '1 home sold in Katy in the 7 days; 1 is for sale now.',
  );
  expect(say(count('closedSales', 1), price(1))).toBe('1 home sold in Katy in the 7 days, for $312,500.');
  expect(say(count('closedSales', 0), count('activeListings', 0))).toBe(
    'No home sold in Katy in the 7 days; none is for sale now.',
  );
  expect(say(count('closedSales', 0))).toBe('No home sold in Katy in the 7 days.');
  expect(say(count('closedSales', null))).toBe('The number of homes sold in Katy in the 7 days is not known.');
});

/** So many condominiums for sale, new, open on Saturday, under contract and sold, among other homes. */
const condos = (n: number) => {
  const condo = {
    type: 'CND',
    subtype: 'condominium',
    listPrice: 300_000,
    listDate: SCHEDULED_FOR.getTime() - 3 * DAY,
  } as const;
  const others = { active: activeListing(), pending: pendingListing(), closed: closedSale() };
  return {
    active: [...times(n, () => activeListing(condo)), others.active],
    pending: [...times(n, () => pendingListing(condo)), others.pending],
    closed: [
      ...times(n, () => closedSale({ ...condo, closePrice: 310_000, closeDate: SCHEDULED_FOR.getTime() - 3 * DAY })),
      others.closed,
    ],
  };
};
const PERIOD = 'in the 30 days from May 3 to Jun 1, 2025';
const YEAR = 'in the 12 months to Jun 1, 2025';

test.each([
  ['market_snapshot', 0, 'nothing to report', `No condominium sold in Houston ${PERIOD}; none is for sale now.`],
  ['market_snapshot', 1, '1 sale closed', `1 condominium sold in Houston ${PERIOD}, for $310,000; 1 is for sale now.`],
  [
    'market_snapshot',
    2,
    '2 sales closed',
    `2 condominiums sold in Houston ${PERIOD}, at a median of $310,000; 2 are for sale now.`,
  ],
  ['closed', 0, 'none sold', `No condominium sold in Houston ${PERIOD}.`],
  ['closed', 1, '1 sold', `1 condominium sold in Houston ${PERIOD}, for $310,000.`],
  ['closed', 2, '2 sold', `2 condominiums sold in Houston ${PERIOD}, at a median of $310,000.`],
  ['inventory', 0, 'none for sale', 'No condominium is for sale in Houston.'],
  ['inventory', 1, '1 for sale', '1 condominium is for sale in Houston.'],
  ['inventory', 2, '2 for sale', '2 condominiums are for sale in Houston.'],
  ['new_listings', 0, 'no new listing for sale', `No condominium listed in Houston ${PERIOD} is for sale now.`],
  [
    'new_listings',
    1,
    '1 new listing for sale',
    `Listed in Houston ${PERIOD}, and for sale now: 1 condominium, asking $300,000.`,
  ],
  [
    'new_listings',
    2,
    '2 new listings for sale',
    `Listed in Houston ${PERIOD}, and for sale now: 2 condominiums, asking a median of $300,000.`,
  ],
  ['price_bands', 0, 'none for sale', `No condominium is for sale in Houston and none sold ${YEAR}.`],
  ['price_bands', 1, '1 for sale', `1 condominium is for sale in Houston and 1 sold ${YEAR}.`],
  ['price_bands', 2, '2 for sale', `2 condominiums are for sale in Houston and 2 sold ${YEAR}.`],
] as const)('%s of %i condominiums names them', async (reportType, n, subject, headline) => {
  const model = await modelOf(condos(n), { request: { reportType, audience: 'condo' } });
  const joint = reportType === 'price_bands' && n > 0 ? ' by price: ' : ': ';
  expect(model.subject).toBe(`Houston condominiums${joint}${subject}`);
  expect(model.headline).toBe(headline);
});

test('open houses are at the homes that the report is about', async () => {
  const of = (n: number) => modelOf(condos(n), { request: { reportType: 'open_houses', audience: 'condo' } });
  const coming = 'in the 7 days from Jun 2 to Jun 8, 2025';
  const [none, one] = [await of(0), await of(1)];
  expect(none.headline).toBe(`No open house is announced at a condominium in Houston ${coming}.`);
  expect(one.subject).toBe('Houston condominiums: 2 open houses coming up');
  expect(one.headline).toBe(`2 open houses are announced at 1 condominium in Houston ${coming}.`);
});

test.each([
  [0, 'No condominium is for sale in Houston.'],
  [1, '1 condominium is for sale in Houston, at $300,000.'],
  [2, '2 condominiums are for sale in Houston; the highest asks $300,000.'],
  [10, '10 condominiums are for sale in Houston; the highest asks $300,000.'],
  [11, 'Of the 11 condominiums for sale in Houston, these 8 ask the most, the highest $300,000.'],
])('%i featured homes: what is shown of them', async (n, headline) => {
  const model = await modelOf(condos(n), { request: { reportType: 'featured_listings', audience: 'condo' } });
  expect(model.subject).toBe(`Houston condominiums: ${n === 0 ? 'none for sale' : 'featured listings up to $300,000'}`);
  expect(model.headline).toBe(headline);
});

test.each([
  [1, '1 home is for sale in Houston; it has no list price.'],
  [9, '9 homes are for sale in Houston; none has a list price.'],
])('of %i homes without a price none is the dearest', async (n, headline) => {
  const active = times(n, () => activeListing({ listPrice: null }));
  const model = await modelOf({ ...condos(0), active }, { request: { reportType: 'featured_listings' } });
  expect(model.headline).toBe(headline);
});

test.each([...reportTypes.keys()])('%s puts no audience in brackets', async (reportType) => {
  for (const audience of ['luxury', 'families', 'investor', 'first_time_buyer']) {
    const { subject, headline } = await modelOf(condos(2), { request: { reportType, audience } });
    expect(`${subject} ${headline}`).not.toMatch(/[()]/);
  }
});
