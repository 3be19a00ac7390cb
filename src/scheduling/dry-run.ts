import type { Queryable } from '../db/pool.ts';
import { planDispatch } from './dispatch.ts';
import { findDueSchedules } from './dispatch-queries.ts';
import { FairKeys } from './fair-keys.ts';

export interface PlannedDispatch {
  scheduleId: string;
  action: 'run' | 'skip' | 'pause';
  scheduledFor: Date | null;
  missed: number;
  nextRunAt: Date | null;
  /** Why it would be paused. */
  reason: string | null;
}

/** More than this is not for reading. */
const MOST = 10_000;

/** What a tick would do at `now`; reads only. */
export async function planDueDispatch(db: Queryable, now: Date): Promise<PlannedDispatch[]> {
  const due = await findDueSchedules(db, { queue: 'default', now, limit: MOST });
  const { covered, pauses } = planDispatch(due, now, new FairKeys([]));
  return [
    ...covered.map(({ scheduleId, scheduledFor, missed, nextRunAt, skipped }) => {
      return { scheduleId, action: skipped ? 'skip' : 'run', scheduledFor, missed, nextRunAt, reason: null } as const;
    }),
    ...pauses.map(({ scheduleId, reason }) => {
      return { scheduleId, action: 'pause', scheduledFor: null, missed: 0, nextRunAt: null, reason } as const;
    }),
  ];
}
