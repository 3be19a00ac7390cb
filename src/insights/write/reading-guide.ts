/** True of every report, so that one with few figures still says how to read it. No numbers; each at most 25 words. */
export const readingGuide: readonly string[] = [
  'A median is the middle value of a list, which an unusually expensive or cheap sale hardly moves.',
  'Active and pending counts describe the moment at which the listings were read; sales count on the day they closed.',
  'Rentals are left out of every figure, and a home whose record lacks a value is left out of the figures that use it.',
  'A dash stands where the records of this area do not support a figure, and the reason is given beside it.',
  'Asking prices and sale prices are kept apart throughout, as an asking price is not yet a sale price.',
  'Each figure names the homes it was taken from, how great their number is, and the days or the moment it describes.',
];
