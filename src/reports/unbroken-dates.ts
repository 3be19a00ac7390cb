import { unbroken } from './text.ts';

const DATE = /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,4}(?:, \d{4})?(?: –)?/g;
const LENGTH = /\b\d[\d,.]* (?:months?|days?)\b/g;
const TIME = /\b\d{1,2}:\d{2} [AP]M(?: [A-Z]{2,5}\b)?/g;

/**
 * A printed text whose dates, times and lengths stay whole where its lines break: not "Jun / 2, 2025" or "5.1 / months". Models and the
 * text part keep plain spaces: a narrative is checked against them, and 76 columns are broken by us.
 */
export const unbrokenDates = (text: string): string =>
  text.replace(DATE, unbroken).replace(TIME, unbroken).replace(LENGTH, unbroken);
