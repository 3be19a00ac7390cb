import type { Listing } from '../../../src/listings/listing.ts';
import { parseListing } from '../../../src/listings/parse.ts';
import { rawHouse } from '../../support/feed/row.ts';

let ids = 0;

/** An active single-family home with 3 beds and 2 baths for 400,000 dollars, but for what is given. */
export function home(changes: Partial<Listing> = {}): Listing {
  ids += 1;
  const listing = parseListing(rawHouse(ids));
  if (listing === 'invalid') throw new Error('rawHouse is no house');
  return { ...listing, ...changes };
}

export const homesAt = (...prices: number[]): Listing[] => prices.map((listPrice) => home({ listPrice }));
