import type { ScheduleChange } from '../evidence.ts';

/** What two operators do to one schedule at the same moment. */
export const PAIRS = ['pause and edit', 'resume and edit', 'pause and resume'] as const;
export type Pair = (typeof PAIRS)[number];

type Kind = ScheduleChange['kind'];
type State = 'active' | 'paused';

/**
 * The changes in an order that explains how it ended. Where either order does, the one that lets more instants be due
 * in that moment: nobody can say which of the two came first.
 */
export function orderOf(pair: Pair, before: State, after: State): Kind[] {
  switch (pair) {
    case 'pause and edit':
      return before === 'active' ? ['edited', 'paused'] : ['edited'];
    case 'resume and edit':
      return before === 'paused' ? ['resumed', 'edited'] : ['edited'];
    case 'pause and resume':
      if (before !== after) return [after === 'active' ? 'resumed' : 'paused'];
      return before === 'active' ? ['paused', 'resumed'] : ['resumed', 'paused'];
  }
}

/** How it may have ended. */
export function endsOf(pair: Pair): State[] {
  if (pair === 'pause and resume') return ['active', 'paused'];
  return pair === 'pause and edit' ? ['paused'] : ['active'];
}
