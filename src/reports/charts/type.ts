import { SOFT_INK } from './palette.ts';

/** On a phone still 10 px high: see the size of a picture in an e-mail. */
export const TEXT = { fontFamily: 'Inter', fontSize: 13, color: SOFT_INK };
