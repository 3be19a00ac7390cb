import type { Listing } from '../listings/listing.ts';
import type { Figure } from './figure.ts';
import type { Population } from './population.ts';
import { describeFigure } from './statistic.ts';
import { contains, type Window } from './window.ts';

/** How many: closed sales of a window, active listings now, pending listings now. Zero is data. */
export function countOf(population: Population): Figure {
  const n = population.listings.length;
  return describeFigure([population], { value: n, unit: 'count', n, reason: null });
}

/**
 * Listings first offered in the window, whatever became of them since: each home once, also where the feed moved it
 * from active to pending between two readings. Homes withdrawn since are not in any of the populations.
 */
export function newListings(populations: readonly Population[], window: Window): Figure {
  const all = new Map<number, Listing>();
  for (const { listings } of populations) for (const listing of listings) all.set(listing.mlsId, listing);
  const dates = [...all.values()].map(({ listDate }) => listDate);
  const undated = dates.filter((date) => date === null).length;
  const n = dates.filter((date) => date !== null && contains(window, date)).length;
  const figure = describeFigure(populations, {
    value: n,
    unit: 'count',
    n,
    reason: null,
    label: 'listings now active, pending or closed',
    excluded: undated > 0 ? { no_date: undated } : {},
  });
  return { ...figure, window };
}
