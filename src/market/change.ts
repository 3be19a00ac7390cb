import type { Figure, Unit } from './figure.ts';
import { DEFAULT_SAMPLE_THRESHOLDS, type SampleThresholds } from './sample-size.ts';

/** How a figure moved against an earlier one of the same kind. */
export interface Change {
  /** `relative`: a fraction of the earlier value (0.042 for 4.2 %). `difference`: in the figure's own unit. */
  readonly kind: 'relative' | 'difference';
  readonly value: number;
  readonly sign: -1 | 0 | 1;
  readonly previous: number;
  /** What the earlier value rests on. */
  readonly previousN: number;
}

/** Prices and counts move by percent; ratios, months and days by what lies between (98 % to 99 % is one point). */
const RELATIVE: ReadonlySet<Unit> = new Set<Unit>(['usd', 'usd_per_sqft', 'count']);

/**
 * The change from `previous` to `current`, or null where there is none to tell: one of them is not known, the earlier
 * is 0 and would divide, or one rests on fewer than `noChange` homes. Counts too: from one sale to three is no trend. A
 * difference from 0 is one like any other: "sold above list price" going from 0% to 38% is the news of its page.
 */
export function changeOf(
  current: Figure,
  previous: Figure,
  { noChange }: Pick<SampleThresholds, 'noChange'> = DEFAULT_SAMPLE_THRESHOLDS,
): Change | null {
  if (current.value === null || previous.value === null) return null;
  if (current.n < noChange || previous.n < noChange) return null;
  const relative = RELATIVE.has(current.unit);
  if (relative && previous.value === 0) return null;
  const difference = current.value - previous.value;
  return {
    kind: relative ? 'relative' : 'difference',
    value: relative ? difference / previous.value : difference,
    sign: difference === 0 ? 0 : difference > 0 ? 1 : -1,
    previous: previous.value,
    previousN: previous.n,
  };
}
