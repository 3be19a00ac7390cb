import type { Window } from './window.ts';

/** `ratio` and `share` are fractions (0.98, not 98); a share never exceeds 1. */
export type Unit = 'usd' | 'count' | 'months' | 'days' | 'ratio' | 'usd_per_sqft' | 'share';

/** Why a row did not count in a figure. */
export type ExclusionReason =
  | 'rental'
  | 'other_type'
  | 'other_status'
  | 'no_price'
  | 'no_original_price'
  | 'no_date'
  | 'no_list_date'
  | 'no_area'
  | 'no_days'
  | 'negative_days'
  | 'ratio_out_of_range';

export type Exclusions = Readonly<Partial<Record<ExclusionReason, number>>>;

/** One of the populations that a figure sets against each other. */
export interface Part {
  readonly population: string;
  /** How many it holds; null where not all of it is known. */
  readonly n: number | null;
  /** Absent: it is of the moment at which the feed was read. */
  readonly window?: Window;
}

/** A statistic that says what it rests on. Never a bare number, and null where it is not known: zero is data (M1, M2). */
export interface Figure {
  readonly value: number | null;
  readonly unit: Unit;
  /** What was measured, in words for the page: "closed sales", "active listings". */
  readonly population: string;
  /** How many rows the value rests on. */
  readonly n: number;
  /** Absent: the figure describes the moment at which the feed was read. */
  readonly window?: Window;
  /** Where it has several populations, each with its own moment or period: `n` counts one of them alone. */
  readonly parts?: readonly Part[];
  readonly excluded: Exclusions;
  /** Why `value` is null, in words for the page. */
  readonly reason?: string;
}

export function addExclusions(...all: Exclusions[]): Exclusions {
  const sum: Partial<Record<ExclusionReason, number>> = {};
  for (const exclusions of all) {
    for (const [reason, count] of Object.entries(exclusions) as [ExclusionReason, number][]) {
      sum[reason] = (sum[reason] ?? 0) + count;
    }
  }
  return sum;
}
