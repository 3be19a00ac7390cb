import type { ScheduleChange } from '../evidence.ts';

/** What two operators do to one schedule at the same moment. */
export const PAIRS = ['pause and edit', 'resume and edit', 'pause and resume'] as const;
export type Pair = (typeof PAIRS)[number];

type Kind = ScheduleChange['kind'];
type State = 'active' | 'paused';

/**
 * The changes in an order that explains how it ended. Where either order does, the one that lets more instants be due
 * in that moment: nobody can say which of the two came first. A pause of what is paused is one, too: it cancels what was
 * made by hand.
 */
export function orderOf(pair: Pair, before: State, after: State): Kind[] {
  switch (pair) {
    case 'pause and edit':
      return ['edited', 'paused'];
    case 'resume and edit':
      return before === 'paused' ? ['resumed', 'edited'] : ['edited'];
    case 'pause and resume':
      if (after === 'active') return ['paused', 'resumed'];
      return before === 'active' ? ['paused'] : ['resumed', 'paused'];
  }
}

/** How it may have ended. */
export function endsOf(pair: Pair): State[] {
  if (pair === 'pause and resume') return ['active', 'paused'];
  return pair === 'pause and edit' ? ['paused'] : ['active'];
}
