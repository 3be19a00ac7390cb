import { type Change, changeOf } from './change.ts';
import type { Figure } from './figure.ts';
import type { SampleThresholds } from './sample-size.ts';
import type { FigureKey, MarketSnapshot } from './snapshot.ts';

export type PastFigures = Readonly<Record<FigureKey, Figure>>;

export interface FigureChanges {
  /** Against the window of the same length before this one. */
  readonly previous: Change | null;
  /** Against the same window a year ago. */
  readonly yearAgo: Change | null;
}

/** How each figure of a snapshot moved; null where there is nothing comparable. Pure. */
export function compareSnapshot(
  { figures }: Pick<MarketSnapshot, 'figures'>,
  past: { readonly previous: PastFigures | null; readonly yearAgo: PastFigures | null },
  thresholds?: SampleThresholds,
): Readonly<Record<FigureKey, FigureChanges>> {
  const keys = Object.keys(figures) as FigureKey[];
  const against = (key: FigureKey, then: PastFigures | null) => then && changeOf(figures[key], then[key], thresholds);
  const changes = keys.map((key) => [
    key,
    { previous: against(key, past.previous), yearAgo: against(key, past.yearAgo) },
  ]);
  return Object.fromEntries(changes) as Record<FigureKey, FigureChanges>;
}
