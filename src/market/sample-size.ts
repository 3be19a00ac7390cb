import type { Figure } from './figure.ts';

/** n < noChange shows no change, n < warn is marked, n < small is called a small sample. */
export interface SampleThresholds {
  readonly noChange: number;
  readonly warn: number;
  readonly small: number;
}

export const DEFAULT_SAMPLE_THRESHOLDS: SampleThresholds = { noChange: 5, warn: 10, small: 30 };

export type SampleSize = 'sufficient' | 'small' | 'very_small' | 'too_small_for_change';

/** Too little to say by itself, without its n beside it: in a headline, say. */
export const isVerySmall = (size: SampleSize): boolean => size === 'very_small' || size === 'too_small_for_change';

/** A count is a census of its window, however small; every other figure is as good as its n. */
export function sampleSize({ unit, n }: Figure, thresholds: SampleThresholds = DEFAULT_SAMPLE_THRESHOLDS): SampleSize {
  if (unit === 'count') return 'sufficient';
  if (n < thresholds.noChange) return 'too_small_for_change';
  if (n < thresholds.warn) return 'very_small';
  return n < thresholds.small ? 'small' : 'sufficient';
}
