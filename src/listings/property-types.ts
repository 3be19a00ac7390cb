import type { PropertyTypeWord } from './feed.ts';
import type { Listing, ListingStatus, PropertyType } from './listing.ts';

/** What is asked for in words comes back as a code; the official list names eight, without mobile homes' `MBL`. */
const CODE_BY_WORD: Readonly<Record<PropertyTypeWord, PropertyType>> = {
  residential: 'RES',
  rental: 'RNT',
  mobilehome: 'MBL',
  condominium: 'CND',
  multifamily: 'MLF',
  commercial: 'CRE',
  commerciallease: 'CLE',
  land: 'LND',
  farm: 'FRM',
};

const CODES = new Set<string>(Object.values(CODE_BY_WORD));

const STATUSES: readonly ListingStatus[] = [
  'Active',
  'ActiveUnderContract',
  'Pending',
  'Closed',
  'ComingSoon',
  'Hold',
  'Withdrawn',
  'Expired',
  'Delete',
  'Incomplete',
];
const STATUS_BY_KEY = new Map(STATUSES.map((status) => [status.toLowerCase(), status]));

// No house is sold below this; a lower price on a residential row is a monthly rent that leaked in. With such rows
// the median of Irvine fell from 1,530,000 to 6,390 dollars.
const LOWEST_SALE_PRICE = 10_000;

/** What a market's figures are about, in the words to ask for it. */
export const FOR_SALE_WORDS: readonly [PropertyTypeWord, PropertyTypeWord] = ['residential', 'condominium'];

export const codeOfType = (word: PropertyTypeWord): PropertyType => CODE_BY_WORD[word];

/** True for the words that SimplyRETS documents; what a database or a caller hands us may be anything. */
export const isTypeWord = (word: string): word is PropertyTypeWord => Object.hasOwn(CODE_BY_WORD, word);

export const isStatus = (text: string): text is ListingStatus => STATUS_BY_KEY.get(text.toLowerCase()) === text;

export function typeOrNull(text: string | null): PropertyType | null {
  const code = text?.toUpperCase();
  return code !== undefined && isTypeCode(code) ? code : null;
}

const isTypeCode = (code: string): code is PropertyType => CODES.has(code);

/** The status in its documented spelling, whatever case or spaces the response uses. */
export function statusOrNull(text: string | null): ListingStatus | null {
  return STATUS_BY_KEY.get((text ?? '').replaceAll(' ', '').toLowerCase()) ?? null;
}

export const isRentalType = (type: PropertyType | null): boolean => type === 'RNT' || type === 'CLE';

/** A rental, declared as one or betrayed by the price of its status: it never counts as a sale (V11). */
export function isRental({ type, status, listPrice, closePrice }: Listing): boolean {
  if (isRentalType(type)) return true;
  const residential = type === null || type === 'RES' || type === 'CND';
  const price = status === 'Closed' ? (closePrice ?? listPrice) : listPrice;
  return residential && price !== null && price > 0 && price < LOWEST_SALE_PRICE;
}
