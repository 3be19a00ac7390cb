import type { Listing } from '../listings/listing.ts';
import type { ExclusionReason, Figure } from './figure.ts';
import type { Population } from './population.ts';
import { median } from './quantile.ts';
import { computeStatistic } from './statistic.ts';

const DAY_MS = 86_400_000;

/** Median days from listing to contract, as the MLS counts them. Zero, a home sold on its first day, is data (M2). */
export function medianDaysOnMarket(population: Population): Figure {
  return computeStatistic(population, { unit: 'days', read: daysOnMarket, aggregate: median });
}

/** One home's days, or why they are not known. Never list to close: the weeks in escrow are not days on the market. */
export function daysOnMarket({ daysOnMarket: days, listDate, contractDate }: Listing): number | ExclusionReason {
  const known = days ?? daysBetween(listDate, contractDate);
  if (known === null || !Number.isFinite(known)) return 'no_days';
  return known < 0 ? 'negative_days' : known;
}

/** Rounded: two local midnights with a DST change between them are 23 or 25 hours off a whole day. */
function daysBetween(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : Math.round((to - from) / DAY_MS);
}
