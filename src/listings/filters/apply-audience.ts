import { scheduleError } from '../../core/errors.ts';
import type { Listing } from '../listing.ts';
import { AUDIENCES, type Audience, type HomeNoun, isAudience } from './audiences.ts';
import type { ListingFilters, PriceStrategy } from './filters.ts';
import { type Mismatch, mismatchOf } from './match.ts';
import { type Medians, type PriceLimit, resolveStrategy } from './price-strategy.ts';

/** Fewer homes than these widen the price limit: a page of two cards is no report. */
export const FEWEST_RESULTS = { list: 6, featured: 4 } as const;

export interface AudienceRequest {
  /** An audience's name, as stored with the schedule. */
  readonly audience: string;
  readonly filters: ListingFilters;
  /** How many results are enough; see FEWEST_RESULTS. */
  readonly fewest: number;
}

export interface AudienceResult {
  readonly listings: readonly Listing[];
  readonly homes: HomeNoun;
  /** The price limits that were applied, with the median that each rests on. */
  readonly limits: readonly PriceLimit[];
  /** Set when the audience's own percentage gave too few homes; the page says so. */
  readonly widened: { readonly fromPercent: number; readonly toPercent: number; readonly fewest: number } | null;
  /** Why a price limit could not be told, in words for the page; there are no listings then (M8). */
  readonly unresolved: string | null;
  readonly excluded: Readonly<Partial<Record<Mismatch, number>>>;
}

/**
 * The listings that a schedule's audience and filters select, all conditions together. An audience's price limit
 * widens step by step until `fewest` homes meet it or the steps end. `medians` are those of the whole area. Pure.
 * @throws scheduleError for an audience that is not known
 */
export function applyAudience(
  listings: readonly Listing[],
  { audience: name, filters, fewest }: AudienceRequest,
  medians: Medians,
): AudienceResult {
  if (!isAudience(name)) throw scheduleError(`There is no audience "${name}".`, 'unknown_audience');
  const audience: Audience = AUDIENCES[name];
  const percents = audience.price?.percents ?? [null];
  let result = select(listings, filters, { audience, percent: percents[0] }, medians);
  for (const percent of percents.slice(1)) {
    if (result.listings.length >= fewest || result.unresolved !== null) break;
    result = {
      ...select(listings, filters, { audience, percent }, medians),
      widened: widening(percents, percent, fewest),
    };
  }
  return result;
}

function widening(percents: readonly (number | null)[], to: number | null, fewest: number): AudienceResult['widened'] {
  const from = percents[0] ?? null;
  return from === null || to === null ? null : { fromPercent: from, toPercent: to, fewest };
}

interface Step {
  audience: Audience;
  percent: number | null;
}

function select(
  listings: readonly Listing[],
  { price, ...own }: ListingFilters,
  { audience, percent }: Step,
  medians: Medians,
): AudienceResult {
  const strategies: PriceStrategy[] = price ? [price] : [];
  if (audience.price && percent !== null) {
    const { of, direction } = audience.price;
    strategies.push({ percent, of, direction });
  }
  const resolved = strategies.map((strategy) => resolveStrategy(strategy, medians));
  const limits = resolved.filter((limit) => typeof limit !== 'string');
  const unresolved = resolved.find((limit) => typeof limit === 'string') ?? null;
  const base = { homes: audience.homes, limits, widened: null, unresolved };
  if (unresolved !== null) return { ...base, listings: [], excluded: {} };
  return { ...base, ...keep(listings, [own, audience.filters, ...limits.map(asFilters)]) };
}

/** A price limit as any other condition. */
export const asFilters = ({ direction, price }: PriceLimit): ListingFilters =>
  direction === 'at_most' ? { maxprice: price } : { minprice: price };

function keep(listings: readonly Listing[], conditions: readonly ListingFilters[]) {
  const excluded: Partial<Record<Mismatch, number>> = {};
  const kept = listings.filter((listing) => {
    const mismatch = mismatchOf(listing, ...conditions);
    if (mismatch) excluded[mismatch] = (excluded[mismatch] ?? 0) + 1;
    return !mismatch;
  });
  return { listings: kept, excluded };
}
