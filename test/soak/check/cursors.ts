import type { CadenceRule } from '../../../src/scheduling/cadence-rule.ts';
import type { Evidence, Finding, ScheduleEvidence } from '../evidence.ts';
import { firstAfter } from './instants.ts';
import { iso } from './words.ts';

/** At the end each active schedule waits for its first instant to come, and nobody else waits for any. */
export function checkCursors({ schedules, endedAt }: Evidence): Finding[] {
  return schedules.flatMap((schedule) => {
    const { id, status, cursor } = schedule;
    const expected = expectedCursor(schedule, endedAt);
    if (expected === cursor) return [];
    const shown = (at: number | null) => (at === null ? 'none' : iso(at));
    return [{ rule: 'next_run_at', what: `schedule ${id} (${status}): ${shown(cursor)}, not ${shown(expected)}` }];
  });
}

function expectedCursor({ status, changes }: ScheduleEvidence, endedAt: number): number | null {
  const rule = changes.reduce<CadenceRule | undefined>((last, change) => change.rule ?? last, undefined);
  return status === 'active' && rule ? firstAfter(rule, endedAt) : null;
}
