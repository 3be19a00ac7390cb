import type { Listing } from '../listings/listing.ts';
import type { Population } from '../market/population.ts';
import { formatDay, formatPrice } from './format.ts';
import type { ReportListing, ReportModel } from './model.ts';
import { countNoun, DASH, textOrDash } from './text.ts';

const MOST = 10;

/** The newest of a population, each with the office that lists it, and a true "showing X of Y" (D11). */
export function newestListings({ listings, truncated }: Population, zone: string): ReportModel['listings'] {
  const newest = [...listings].sort(byNewest).slice(0, MOST);
  const total = truncated ? `more than ${listings.length.toLocaleString('en-US')}` : countOf(listings.length);
  return {
    heading: 'Newest active listings',
    showing: `Showing ${countOf(newest.length)} of ${total} active listings.`,
    items: newest.map((listing) => describeListing(listing, zone)),
  };
}

/** The disclaimers that the shown listings bring along, each once. */
export function listingDisclaimers({ listings }: Population): string[] {
  const own = [...listings]
    .sort(byNewest)
    .slice(0, MOST)
    .map(({ disclaimer }) => disclaimer);
  return [...new Set(own.map((text) => textOrDash(text, 600)).filter((text) => text !== DASH))];
}

/** Undated ones last; by id where dates agree, so that the same data gives the same page. */
function byNewest(a: Listing, b: Listing): number {
  return (b.listDate ?? 0) - (a.listDate ?? 0) || b.mlsId - a.mlsId;
}

function describeListing(listing: Listing, zone: string): ReportListing {
  const region = [listing.state, listing.postalCode].filter((part) => part !== null).join(' ');
  return {
    listingId: textOrDash(listing.listingId, 40),
    price: formatPrice(listing.listPrice),
    address: listing.streetAddress === null ? 'Address not displayed' : textOrDash(listing.streetAddress, 100),
    locality: textOrDash([listing.city, region].filter(Boolean).join(', '), 80),
    details: [bedrooms(listing.bedrooms), bathrooms(listing.bathrooms), area(listing.livingArea)].join(' · '),
    listed: listing.listDate === null ? DASH : formatDay(listing.listDate, zone),
    office: textOrDash(listing.officeName, 100),
  };
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
  return squareFeet === null || squareFeet <= 0 ? `${DASH} sq ft` : `${countOf(squareFeet)} sq ft`;
}

const countOf = (value: number): string => Math.round(value).toLocaleString('en-US');
