import * as z from 'zod/mini';
import { scheduleError } from '../../core/errors.ts';
import { isSubtype, SUBTYPES, type Subtype } from './subtypes.ts';

const price = z.number().check(z.gt(0), z.lte(10_000_000_000));
const rooms = z.number().check(z.gte(0), z.lte(50));
const subtype = z.custom<Subtype>((word) => typeof word === 'string' && isSubtype(word));

const strategy = z.strictObject({
  percent: z.number().check(z.gte(1), z.lte(1_000)),
  of: z.enum(['list', 'sale']),
  direction: z.enum(['at_most', 'at_least']),
});

const schema = z.strictObject({
  minbeds: z.optional(rooms),
  minbaths: z.optional(rooms),
  minprice: z.optional(price),
  maxprice: z.optional(price),
  /** Any of them. */
  subtype: z.optional(z.readonly(z.array(subtype).check(z.minLength(1)))),
  price: z.optional(strategy),
});

/** What a schedule wants to see of its area. Prices in US dollars; a bath without a tub or shower counts half. */
export type ListingFilters = Readonly<z.output<typeof schema>>;

/** A price limit as a share of the area's own median list or sale price, whatever that is when the report is made. */
export type PriceStrategy = z.output<typeof strategy>;

const EXPECTED: Readonly<Record<keyof ListingFilters, string>> = {
  minbeds: 'a number from 0 to 50',
  minbaths: 'a number from 0 to 50',
  minprice: 'a price in dollars above 0',
  maxprice: 'a price in dollars above 0',
  subtype: `a list of ${SUBTYPES.join(', ')}`,
  price: '{"percent": 1 to 1000, "of": "list" or "sale", "direction": "at_most" or "at_least"}',
};

/**
 * Filters as they are stored with a schedule.
 * @throws scheduleError naming the field: a filter that is not understood would be no filter, under a filtered title.
 */
export function parseFilters(stored: unknown): ListingFilters {
  const parsed = schema.safeParse(stored ?? {});
  if (!parsed.success) throw badFilter(parsed.error.issues[0]);
  const { minprice, maxprice } = parsed.data;
  if (minprice !== undefined && maxprice !== undefined && minprice > maxprice) {
    throw scheduleError('The filter minprice is above maxprice: no home can match.', 'bad_filter');
  }
  return parsed.data;
}

function badFilter(issue: z.core.$ZodIssue | undefined) {
  const field = String(issue?.path[0] ?? '');
  const known = Object.entries(EXPECTED).find(([name]) => name === field);
  if (known) return scheduleError(`The filter ${known[0]} is not ${known[1]}.`, 'bad_filter');
  const names = Object.keys(EXPECTED).join(', ');
  return scheduleError(`There is a filter that is not known; use ${names}.`, 'bad_filter');
}
