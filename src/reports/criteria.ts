import type { Limits } from '../listings/filters/match.ts';
import type { PriceLimit } from '../listings/filters/price-strategy.ts';
import { formatPrice } from './format.ts';
import { SUBTYPE_WORDS } from './subtype-words.ts';
import { countNoun } from './text.ts';

/** What a home must be to be chosen, one phrase for each condition: "single-family", "2 bedrooms or more". */
export function describeCriteria(conditions: readonly Limits[], limits: readonly PriceLimit[]): string[] {
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
  if (minprice !== undefined) return [`priced at ${formatPrice(minprice)} or more`];
  return maxprice === undefined ? [] : [`priced at ${formatPrice(maxprice)} or less`];
}

function shareOfMedian({ direction, percent, of, price, median }: PriceLimit): string {
  const bound = direction === 'at_most' ? 'or less' : 'or more';
  return `priced at ${formatPrice(price)} ${bound} (${percent}% of the area’s median ${of} price of ${formatPrice(median)})`;
}
