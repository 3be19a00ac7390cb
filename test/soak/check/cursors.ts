import type { CadenceRule } from '../../../src/scheduling/cadence-rule.ts';
import type { Evidence, Finding, ScheduleChange, ScheduleEvidence } from '../evidence.ts';
import { firstAfter } from './instants.ts';
import { iso } from './words.ts';

/** At the end each active schedule waits for its first instant to come, and nobody else waits for any. */
export function checkCursors({ schedules, endedAt }: Evidence): Finding[] {
  const cursors = schedules.flatMap((schedule) => {
    const { id, status, cursor } = schedule;
    const expected = expectedCursor(schedule, endedAt);
    if (expected === cursor) return [];
    const shown = (at: number | null) => (at === null ? 'none' : iso(at));
    return [{ rule: 'next_run_at', what: `schedule ${id} (${status}): ${shown(cursor)}, not ${shown(expected)}` }];
  });
  return [...cursors, ...schedules.flatMap(checkState)];
}

const STATE_AFTER: Partial<Record<ScheduleChange['kind'], ScheduleEvidence['status']>> = {
  created: 'active',
  paused: 'paused',
  resumed: 'active',
  deleted: 'deleted',
};

/** It is as it was left by whoever stopped it or set it going last. */
function checkState({ id, status, changes, expiresAt, invalid }: ScheduleEvidence): Finding[] {
  // The program ends these by itself.
  if (expiresAt !== null || invalid) return [];
  const asked = changes.flatMap(({ kind }) => STATE_AFTER[kind] ?? []).at(-1);
  return status === asked ? [] : [{ rule: 'state as asked', what: `schedule ${id} is ${status}, not ${asked}` }];
}

function expectedCursor({ status, changes }: ScheduleEvidence, endedAt: number): number | null {
  const rule = changes.reduce<CadenceRule | undefined>((last, change) => change.rule ?? last, undefined);
  return status === 'active' && rule ? firstAfter(rule, endedAt) : null;
}
