import type { Listing } from '../../listings/listing.ts';
import { daysOnMarket } from '../../market/days-on-market.ts';
import { isVerySmall } from '../../market/sample-size.ts';
import { inventoryByMonth } from '../charts/by-month.ts';
import { stockByAge, stockTable } from '../charts/stock-by-age.ts';
import { formatLength, formatValue } from '../format.ts';
import { textOf, type Wording } from '../headline.ts';
import { listingsOf, whenListed } from '../listing-cards.ts';
import { daysOr, LISTED, type ListingColumns } from '../listing-columns.ts';
import { countHomes, countThere } from '../named-homes.ts';
import { capitalised, unbroken, uncapitalised } from '../text.ts';
import { ACTIVE, closedIn, PENDING } from './asks.ts';
import { ageOfStock, longOnMarket } from './own-figures.ts';
import type { MarketReport, Material } from './report-parts.ts';

export const inventory: MarketReport = {
  reportType: 'inventory',
  title: 'Inventory',
  about: ['active'],
  period: 'report',
  // Pending is asked so that the inventory can be written down, which its chart is drawn from.
  asks: ({ windows }) => ({ active: ACTIVE, pending: PENDING, closed: closedIn(windows.closings) }),
  figures: [
    'activeListings',
    'monthsOfSupply',
    ageOfStock,
    longOnMarket,
    'medianListPrice',
    'priceCuts',
    'closedSales',
  ],
  narrated: true,
  compared: true,
  series: true,
  headline: (wording, material) => {
    const count = textOf(wording.figures, 'activeListings');
    const one = count === '1' || count === '0';
    const homes = capitalised(countHomes(count ?? 'Many', wording));
    return {
      subject: `${wording.place}: ${count === null ? 'inventory' : `${countThere(count, wording)} for sale`}`,
      headline: `${homes} ${one ? 'is' : 'are'} for sale in ${wording.area}${supplyClause(wording, material)}.`,
    };
  },
  charts: (material) => [inventoryByMonth(material), stockByAge(material)],
  tables: (material) => stockTable(material),
  listings: ({ snapshot, context }) =>
    listingsOf(snapshot.populations.active, {
      heading: 'Longest on the market',
      layout: 'rows',
      order: byLongestOnMarket,
      when: whenOnMarket,
      columns: LISTED_FOR,
      zone: context.zone,
    }),
};

/** Only where enough sales tell the pace: a headline cannot carry "read with care". */
function supplyClause({ figures }: Wording, { snapshot, closings }: Material): string {
  const { value, sample } = snapshot.figures.monthsOfSupply;
  const supply = textOf(figures, 'monthsOfSupply');
  if (supply === null || value === 0 || isVerySmall(sample)) return '';
  return `: ${supply} of supply at the pace of the last ${formatLength(closings.window)}`;
}

const knownDays = (home: Listing): number | null => {
  const days = daysOnMarket(home);
  return typeof days === 'number' ? days : null;
};

/** Those without known days last, undated ones last of these; by id where they agree. */
const byLongestOnMarket = (a: Listing, b: Listing): number =>
  (knownDays(b) ?? -1) - (knownDays(a) ?? -1) || listedAt(a) - listedAt(b) || a.mlsId - b.mlsId;

const listedAt = ({ listDate }: Listing): number => listDate ?? Number.MAX_SAFE_INTEGER;

const LISTED_FOR: ListingColumns = {
  heads: ['Listed', 'Days', 'Price'],
  cells: (home, zone) => [...LISTED.cells(home, zone), daysOr(knownDays(home))],
};

/** "111 days on market · listed Feb 11, 2025". */
function whenOnMarket(home: Listing, zone: string): string {
  const [days, listed] = [knownDays(home), whenListed(home, zone)];
  return days === null
    ? listed
    : `${unbroken(formatValue(days, 'days'))} on market · ${unbroken(uncapitalised(listed))}`;
}
