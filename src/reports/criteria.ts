import type { PriceStrategy } from '../listings/filters/filters.ts';
import type { Limits } from '../listings/filters/match.ts';
import type { PriceLimit } from '../listings/filters/price-strategy.ts';
import { formatPrice } from './format.ts';
import { SUBTYPE_WORDS } from './subtype-words.ts';
import { countNoun } from './text.ts';

/**
 * What a home must be to be chosen, one phrase for each condition: "single-family", "2 bedrooms or more". A share of a
 * median that is not known has no dollars.
 */
export function describeCriteria(
  conditions: readonly Limits[],
  limits: readonly (PriceLimit | PriceStrategy)[],
): string[] {
  const phrases = [
    ...conditions.flatMap(({ subtype }) => (subtype ? [subtypes(subtype)] : [])),
    ...conditions.flatMap(({ minbeds }) => rooms(minbeds, 'bedroom')),
    ...conditions.flatMap(({ minbaths }) => rooms(minbaths, 'bathroom')),
    ...conditions.flatMap(prices),
    ...limits.map(shareOfMedian),
  ];
  return [...new Set(phrases)];
}

/** "single-family", "listed as condominium or townhouse". */
function subtypes(subtype: NonNullable<Limits['subtype']>): string {
  const words = subtype.map((word) => SUBTYPE_WORDS[word]).join(' or ');
  return words === SUBTYPE_WORDS.singlefamilyresidence ? words : `listed as ${words}`;
}

const rooms = (least: number | undefined, noun: string): string[] =>
  least ? [`${countNoun(least, noun)} or more`] : [];

function prices({ minprice, maxprice }: Limits): string[] {
  if (minprice !== undefined && maxprice !== undefined) {
    return [`priced from ${formatPrice(minprice)} to ${formatPrice(maxprice)}`];
  }
  if (minprice !== undefined) return [`priced at ${boundOf('at_least', minprice)}`];
  return maxprice === undefined ? [] : [`priced at ${boundOf('at_most', maxprice)}`];
}

/** "$430,000 or more". */
export const boundOf = (direction: PriceStrategy['direction'], price: number): string =>
  `${formatPrice(price)} ${OR[direction]}`;

const OR = { at_most: 'or less', at_least: 'or more' } as const;

function shareOfMedian(limit: PriceLimit | PriceStrategy): string {
  const { direction, percent, of } = limit;
  const median = `the area’s median ${of} price`;
  if (!('price' in limit)) return `priced at ${percent}% of ${median} ${OR[direction]}`;
  const share = percent === 100 ? median : `${percent}% of ${median} of ${formatPrice(limit.median)}`;
  return `priced at ${boundOf(direction, limit.price)} (${share})`;
}
