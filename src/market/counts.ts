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
 * Listings first offered in the window that are active, pending or closed now: each home once, also where the feed moved
 * it from active to pending between two readings. Those withdrawn since, or active under contract, are in none of the
 * populations: it is not all that came to market. Unknown, not zero, where the only ones that may be new have no date.
 */
export function newListings(populations: readonly Population[], window: Window): Figure {
  const [inWindow, undated] = [new Set<number>(), new Set<number>()];
  for (const { listings } of populations) {
    for (const { mlsId, listDate } of listings) {
      if (listDate === null) undated.add(mlsId);
      else if (contains(window, listDate)) inWindow.add(mlsId);
    }
  }
  const n = inWindow.size;
  const unknown = n === 0 && undated.size > 0;
  const figure = describeFigure(populations, {
    value: n,
    unit: 'count',
    n,
    reason: unknown ? 'no list dates are given' : null,
    label: 'listings now active, pending or closed',
    excluded: undated.size > 0 ? { no_list_date: undated.size } : {},
  });
  return { ...figure, window };
}
