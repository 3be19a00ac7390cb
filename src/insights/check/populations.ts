/** Whose figure it is: of sales that closed, of homes on offer, of contracts not yet closed, of homes first offered. */
export type Population = 'sold' | 'asking' | 'pending' | 'new';

/**
 * The words by which a text says whose figures it gives. The first that matches at a place wins and is used up, so
 * that the "sale" of "for sale" and of "sales are pending" is no closed sale.
 */
const WORDS: readonly (readonly [Population | null, string])[] = [
  // The market as such, and the moment of reading, are nobody's figure.
  [
    null,
    "days on (?:the )?market|(?:went|go|goes|going|gone) under contract|under contract within|(?:buyer|seller)'?s'? market",
  ],
  [null, 'when the listings were read|listing service|listing records?'],
  [
    'pending',
    '(?:homes?|listings?|sales?|propert(?:y|ies)|contracts?) (?:(?:is|are|was|were|now|that|already|currently) )*(?:pending|under contract)',
  ],
  [
    'pending',
    'pending(?: (?:sales?|listings?|homes?|contracts?))?|under contract|accepted contracts?|awaiting closing',
  ],
  ['new', 'new(?:ly)?[- ](?:listings?|listed)|newly offered|first (?:listed|offered)|(?:was|were) (?:newly )?listed'],
  ['new', '(?:came|come|comes|coming|went) (?:to|on|onto) (?:the )?market|(?:joined|entered|reached) the market'],
  ['asking', 'for sale|asking|asked|list(?:ed|ing)?[- ]prices?|(?:active|available)(?: (?:listings?|homes?))?'],
  ['asking', 'inventory|listings?|on offer|on the market|unsold'],
  [
    'sold',
    'sold|clos(?:ed|ings?)|sales?(?:[- ]prices?)?|sellers received|bought|changed hands|purchases?|transactions?',
  ],
];

const SIGNAL = new RegExp(WORDS.map(([, words]) => `(\\b(?:${words})\\b)`).join('|'), 'gi');

/** The populations that a piece of text names. */
export function populationsIn(text: string): Set<Population> {
  const found = new Set<Population>();
  for (const [, ...groups] of text.matchAll(SIGNAL)) {
    const population = WORDS[groups.findIndex((group) => group !== undefined)]?.[0];
    if (population) found.add(population);
  }
  return found;
}

export const POPULATION_NAMES: Readonly<Record<Population, string>> = {
  sold: 'closed sales',
  asking: 'active listings',
  pending: 'pending sales',
  new: 'new listings',
};
