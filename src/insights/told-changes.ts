import type { Change, Fact } from './facts.ts';

/** A change as a report shows it. */
export interface ShownChange extends Change {
  /** The smaller of the two numbers of homes that it rests on, where that is known. */
  readonly n?: number;
}

/** On fewer homes a change is shown with its count beside it (metrics.md: n < 10 is marked), and a sentence has no room for that. */
export const FEWEST_TOLD = 10;

/**
 * The changes of a figure that a narrative tells. A report lists them from the nearer window to the farther: the last,
 * against a year ago, is the one that no season colours. Where another has another sign, either alone would mislead: if
 * that one rests on too few, neither is told.
 */
export function toldChanges(n: number, shown: readonly ShownChange[]): Pick<Fact, 'change' | 'contrary'> {
  const isSound = (change: ShownChange) => Math.min(n, change.n ?? n) >= FEWEST_TOLD;
  const sound = shown.filter(isSound);
  const [told, ...others] = sound.map(({ text, sign, against }) => ({ text, sign, against })).reverse();
  const contrary = others.find(({ sign }) => sign !== told?.sign);
  if (shown.some((change) => !isSound(change) && change.sign !== told?.sign)) return {};
  return { ...(told ? { change: told } : {}), ...(contrary ? { contrary } : {}) };
}

/** What may be told of how a figure moved. */
export const changesOf = ({ change, contrary }: Fact): Change[] =>
  [change, contrary].filter((told) => told !== undefined);
