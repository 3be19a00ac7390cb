import type { Queryable } from '../../../src/db/pool.ts';
import { planDispatch } from '../../../src/scheduling/dispatch.ts';
import { type CoveredInstant, lockDueSchedules } from '../../../src/scheduling/dispatch-queries.ts';
import { FairKeys } from '../../../src/scheduling/fair-keys.ts';
import { NOW } from '../support/seed.ts';

/** Locks a batch of due schedules and computes their instants with our own cadence, for a contestant to write. */
export async function nextDueBatch(tx: Queryable, limit: number): Promise<CoveredInstant[]> {
  const due = await lockDueSchedules(tx, { queue: 'default', now: NOW, limit });
  return planDispatch(due, NOW, new FairKeys([])).covered;
}
