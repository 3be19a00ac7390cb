import type { AudienceResult } from '../listings/filters/apply-audience.ts';
import { capitalised, countNoun } from './text.ts';

/** Why homes could not be chosen. It is said once: in the headline where there is no other news, else as a notice. */
export interface Obstacle {
  /** To stand after a colon: "the area’s median list price is not known". */
  readonly reason: string;
  readonly notice: string;
}

/**
 * What kept `unchecked` homes from being chosen: of those that the report is about, and of all that it was told of. Null
 * where every home could be told to belong or not; there may be none at all then.
 */
export function obstacleOf(
  { unresolved }: Pick<AudienceResult, 'unresolved'>,
  unchecked: { readonly about: number; readonly all: number },
): Obstacle | null {
  if (unresolved !== null) {
    return unchecked.all === 0
      ? null
      : { reason: unresolved, notice: `The price limit could not be told: ${unresolved}.` };
  }
  if (unchecked.about === 0) return null;
  const whose = unchecked.about === 1 ? 'its' : 'their';
  const reason = `${countNoun(unchecked.about, 'home')} could not be checked, because ${whose} data are missing`;
  return { reason, notice: `${capitalised(reason)}.` };
}
