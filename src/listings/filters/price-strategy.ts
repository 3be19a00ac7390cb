import type { PriceStrategy } from './filters.ts';

/** The area's own medians, US dollars; null where they are not known. */
export interface Medians {
  readonly list: number | null;
  readonly sale: number | null;
}

/** A strategy with the dollars that it came to. */
export interface PriceLimit extends PriceStrategy {
  readonly median: number;
  readonly price: number;
}

/** The limit in dollars, or why there is none. Never no limit: that would be an unfiltered report (M8). */
export function resolveStrategy(strategy: PriceStrategy, medians: Medians): PriceLimit | string {
  const median = medians[strategy.of];
  if (median === null || !(median > 0)) {
    return `the area’s median ${strategy.of} price is not known`;
  }
  return { ...strategy, median, price: (median * strategy.percent) / 100 };
}
