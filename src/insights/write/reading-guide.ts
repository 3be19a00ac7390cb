import type { Known } from './known.ts';

/** How to read a report that has few figures. No numbers; each at most 25 words. */
export interface Guide {
  readonly text: string;
  /** Whether it speaks of anything that this report holds. */
  readonly fits: (known: Known) => boolean;
}

const holds =
  (...keys: string[]) =>
  ({ get }: Known): boolean =>
    keys.every((key) => get(key) !== null);
const always = (): boolean => true;

/** The most telling first; definitions of terms last, as the page has its own. */
export const readingGuide: readonly Guide[] = [
  {
    text: 'Asking prices and sale prices are kept apart throughout, as an asking price is not yet a sale price.',
    fits: holds('medianListPrice', 'medianSalePrice'),
  },
  {
    text: 'Active and pending counts describe the moment at which the listings were read; sales count on the day they closed.',
    fits: holds('activeListings', 'pendingListings', 'closedSales'),
  },
  {
    text: 'The homes for sale are those of the moment at which the listings were read; sales count on the day they closed.',
    fits: (known) => holds('activeListings', 'closedSales')(known) && known.get('pendingListings') === null,
  },
  {
    text: 'A sale counts on the day that it closed, which is usually some weeks after its price was agreed.',
    fits: (known) => known.get('activeListings') === null && known.get('closedSales') !== null,
  },
  {
    text: 'A dash stands where the records of this area do not support a figure, and the reason is given beside it.',
    fits: ({ gaps }) => gaps,
  },
  {
    text: 'Rentals are left out of every figure, and a home whose record lacks a value is left out of the figures that use it.',
    fits: always,
  },
  {
    text: 'Each figure names the homes it was taken from, their number, and the days or the moment it describes.',
    fits: always,
  },
  {
    text: 'The figures are counted, never estimated: what the records do not hold is left out rather than guessed.',
    fits: always,
  },
  {
    text: 'A median is the middle value of a list, which an unusually expensive or cheap sale hardly moves.',
    fits: holds('medianSalePrice'),
  },
];
