import { FOR_SALE_WORDS } from '../../listings/property-types.ts';
import type { Window } from '../../market/window.ts';
import type { Ask } from '../definition.ts';

// Rentals are asked for as well, to be left out here and counted: the page says how many there were.
export const ACTIVE: Ask = { statuses: ['Active'], types: [...FOR_SALE_WORDS, 'rental'] };
export const PENDING: Ask = { statuses: ['Pending'], types: [...FOR_SALE_WORDS, 'rental'] };

export const listedIn = ({ from, to }: Pick<Window, 'from' | 'to'>): Ask => ({ ...ACTIVE, listed: { from, to } });
export const closedIn = ({ from, to }: Pick<Window, 'from' | 'to'>): Ask => ({
  statuses: ['Closed'],
  types: FOR_SALE_WORDS,
  closed: { from, to },
});
