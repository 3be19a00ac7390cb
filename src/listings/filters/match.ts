import type { Listing } from '../listing.ts';
import type { ListingFilters } from './filters.ts';

/** Which condition a listing does not meet; what is not known is not met, and is told apart. */
export type Mismatch = 'beds' | 'baths' | 'price' | 'subtype' | 'unknown';

export type Limits = Omit<ListingFilters, 'price'>;

/**
 * The first of the conditions that the listing is known to fail; `unknown` where it is known to fail none, but a field
 * that one of them needs is not given; null where it meets them all. Zero beds, a studio, is data (M2).
 */
export function mismatchOf(listing: Listing, ...conditions: readonly Limits[]): Mismatch | null {
  const found = conditions.flatMap((condition) => mismatches(listing, condition));
  return found.find((mismatch) => mismatch !== 'unknown') ?? found[0] ?? null;
}

function mismatches(listing: Listing, { minbeds, minbaths, minprice, maxprice, subtype }: Limits): Mismatch[] {
  return [
    otherSubtype(listing, subtype),
    below(listing.bedrooms, minbeds, 'beds'),
    below(listing.bathrooms, minbaths, 'baths'),
    outside(priceOf(listing), minprice, maxprice),
  ].filter((mismatch) => mismatch !== null);
}

/** What a home costs: sold ones what they went for, others what is asked. */
export function priceOf({ status, closePrice, listPrice }: Listing): number | null {
  const price = status === 'Closed' ? (closePrice ?? listPrice) : listPrice;
  return price !== null && price > 0 ? price : null;
}

function otherSubtype(listing: Listing, wanted: Limits['subtype']): Mismatch | null {
  if (wanted === undefined) return null;
  const own = subtypeOf(listing);
  if (own === null) return 'unknown';
  return wanted.some((word) => word === own) ? null : 'subtype';
}

/** A condominium by its type needs no subtype; of the other types a subtype that is not given is not known. */
function subtypeOf({ type, subtype }: Listing): string | null {
  return subtype ?? (type === 'CND' ? 'condominium' : null);
}

function below(value: number | null, least: number | undefined, mismatch: Mismatch): Mismatch | null {
  if (least === undefined) return null;
  if (value === null) return 'unknown';
  return value < least ? mismatch : null;
}

function outside(price: number | null, least: number | undefined, most: number | undefined): Mismatch | null {
  if (least === undefined && most === undefined) return null;
  if (price === null) return 'unknown';
  return price < (least ?? price) || price > (most ?? price) ? 'price' : null;
}
