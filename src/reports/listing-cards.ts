import type { Listing } from '../listings/listing.ts';
import type { Population } from '../market/population.ts';
import { formatDay, formatPrice, formatValue } from './format.ts';
import { LISTED, type ListingColumns } from './listing-columns.ts';
import type { ReportListing, ReportListings } from './model.ts';
import { formatNumber } from './number.ts';
import { countNoun, DASH, textOrDash, unbroken } from './text.ts';
import { httpsUrl } from './urls.ts';

/** The PDF's full table, eight pages of it; the e-mail shows the first of it (D11). */
const MOST = 200;
/** A list that is over by then stands in the PDF to its end: nobody would look for the last 5 of 205 elsewhere. */
const MOST_IN_WHOLE = 220;
export const MOST_IN_MAIL = 10;
/** A list that is over by then is shown to its end: "10 of 11" would make its readers look for one home. */
export const MOST_IN_ALL = 12;

/** Of so many listings, how many the report holds. */
export const mostInReport = (count: number): number => (count <= MOST_IN_WHOLE ? count : MOST);

/** Of so many listings, how many the e-mail shows. */
export const mostInMail = (count: number): number => (count <= MOST_IN_ALL ? count : MOST_IN_MAIL);

export const NO_PRICE = 'Price not given';

export interface ListingsOptions {
  readonly heading: string;
  readonly layout: ReportListings['layout'];
  readonly order: (a: Listing, b: Listing) => number;
  readonly zone: string;
  readonly most?: number;
  /** What happened when; else when it was listed or sold. */
  readonly when?: (listing: Listing, zone: string) => string;
  /** The same for a full table. */
  readonly columns?: ListingColumns;
}

/** The first of a population in the order asked for, each with the office that lists it. */
export function listingsOf(population: Population, options: ListingsOptions) {
  const { listings, truncated, label } = population;
  const { zone, when, columns = LISTED } = options;
  const telling = listings.filter(tellsSomething);
  const shown = telling.toSorted(options.order).slice(0, options.most ?? mostInReport(telling.length));
  const section: ReportListings = {
    // The newest or dearest of all may be among those that were not read.
    heading: truncated ? `${options.heading}, of those read` : options.heading,
    of: totalOf(listings.length, truncated, label),
    layout: options.layout,
    columns: columns.heads,
    groups: [
      {
        heading: null,
        items: shown.map((listing) => ({
          ...describeListing(listing, zone, when),
          cells: columns.cells(listing, zone),
        })),
      },
    ],
  };
  return { section, shown: [shown] };
}

/** A card of "not given" five times is none. */
const tellsSomething = ({
  streetAddress,
  city,
  listPrice,
  closePrice,
  livingArea,
  bedrooms,
  photos,
}: Listing): boolean =>
  [streetAddress, city, listPrice, closePrice, livingArea, bedrooms].some((fact) => fact !== null) || photos.length > 0;

/** "156 active listings", "1 closed sale"; of what was cut off only what is known: "more than 500 active listings". */
export function totalOf(count: number, truncated: boolean, label: string): string {
  return `${truncated ? 'more than ' : ''}${countNoun(count, label.replace(/s$/, ''), label)}`;
}

/** "Showing 10 of 156 active listings.", "Showing all 6 active listings.": true of the surface that shows `count`. */
export function showingLine(count: number, of: string): string {
  if (!of.startsWith(`${formatNumber(count)} `)) return `Showing ${formatNumber(count)} of ${of}.`;
  if (count === 2) return `Showing both${of.slice(1)}.`;
  return `Showing ${count === 1 ? '' : 'all '}${of}.`;
}

// Undated and unpriced ones last; by id where they agree, so that the same data gives the same page.
export const byNewest = (a: Listing, b: Listing): number => (b.listDate ?? 0) - (a.listDate ?? 0) || b.mlsId - a.mlsId;
export const byPrice = (a: Listing, b: Listing): number => (b.listPrice ?? 0) - (a.listPrice ?? 0) || b.mlsId - a.mlsId;
export const byLatestSale = (a: Listing, b: Listing): number =>
  (b.closeDate ?? 0) - (a.closeDate ?? 0) || b.mlsId - a.mlsId;

export const idOf = ({ listingId }: Listing): string => textOrDash(listingId, 40);

export function describeListing(listing: Listing, zone: string, when = whenListedOrSold): ReportListing {
  const region = [listing.state, listing.postalCode].filter((part) => part !== null).join(' ');
  return {
    listingId: idOf(listing),
    price: or(formatPrice(listing.status === 'Closed' ? listing.closePrice : listing.listPrice), NO_PRICE),
    address: addressOf(listing),
    locality: or(textOrDash([listing.city, region].filter(Boolean).join(', '), 80), 'Place not given'),
    details: detailsOf(listing),
    when: when(listing, zone),
    office: textOrDash(listing.officeName, 100),
    photo: listing.photos.map(httpsUrl).find((url) => url !== null) ?? null,
  };
}

/** A home without so much as a city was not withheld by anybody: its record is bare. */
function addressOf({ streetAddress, city }: Listing): string {
  if (streetAddress !== null) return textOrDash(streetAddress, 100);
  return city === null ? 'Address not given' : 'Address not displayed';
}

/** Words, where a dash would stand alone on its line and nobody could tell for what. */
const or = (text: string, words: string): string => (text === DASH ? words : text);

/** "Listed by Bayou Realty (MLS# 1234)": a dot between them would hang at the end of a line. */
export function sourceOf(listing: ReportListing): string {
  return `${officeOf(listing)} (${numberOf(listing)})`;
}

export const officeOf = ({ office }: ReportListing): string =>
  office === DASH ? 'Listing office not given' : `Listed by ${office}`;

export const numberOf = ({ listingId }: ReportListing): string => `MLS#\u00a0${listingId}`;

function detailsOf({ bedrooms: beds, bathrooms: baths, livingArea }: Listing): string {
  if (beds === null && baths === null && (livingArea ?? 0) <= 0) return 'Beds, baths and size not given';
  return [bedrooms(beds), bathrooms(baths), area(livingArea)].map(unbroken).join(' · ');
}

const whenListedOrSold = (listing: Listing, zone: string): string =>
  listing.status === 'Closed' ? whenSold(listing, zone) : whenListed(listing, zone);

export const whenListed = ({ listDate }: Listing, zone: string): string =>
  listDate === null ? 'List date not given' : `Listed ${formatDay(listDate, zone)}`;

function whenSold({ closeDate, listPrice, daysOnMarket }: Listing, zone: string): string {
  const days =
    daysOnMarket === null || daysOnMarket < 0 ? [] : [`${unbroken(formatValue(daysOnMarket, 'days'))} on market`];
  const asked = formatPrice(listPrice) === DASH ? [] : [`asked ${formatPrice(listPrice)}`];
  const sold = closeDate === null ? 'Sale date not given' : `Sold ${formatDay(closeDate, zone)}`;
  return [sold, ...asked, ...days].join(' · ');
}

/** Zero bedrooms is a studio, not a missing number (M2). */
function bedrooms(count: number | null): string {
  if (count === 0) return 'Studio';
  return count === null ? `${DASH} beds` : countNoun(count, 'bed');
}

function bathrooms(count: number | null): string {
  return count === null ? `${DASH} baths` : countNoun(count, 'bath');
}

function area(squareFeet: number | null): string {
  return squareFeet === null || squareFeet <= 0 ? `${DASH} sq ft` : `${formatNumber(squareFeet)} sq ft`;
}
