import { type Pool, transaction } from '../db/pool.ts';
import { DISPATCH_BATCH, planDispatch } from './dispatch.ts';
import { coverInstants, lockDueSchedules, pauseSchedules } from './dispatch-queries.ts';
import { FairKeys } from './fair-keys.ts';

/**
 * Lets every instant up to `before` pass without a report, each covered by a `skipped_missed` row: for a database
 * restored from a backup, whose due instants were already served by the one that was lost.
 * @returns how many schedules were moved on
 */
export async function skipDue(pool: Pool, before: Date, now: Date): Promise<number> {
  let moved = 0;
  for (let examined = DISPATCH_BATCH; examined === DISPATCH_BATCH; ) {
    examined = await transaction(pool, async (tx) => {
      const due = await lockDueSchedules(tx, { queue: 'default', now: before, limit: DISPATCH_BATCH });
      const { covered, pauses } = planDispatch(due, before, new FairKeys([]));
      const skipped = covered.map((instant) => ({ ...instant, skipped: true, availableAt: null, fairKey: 0 }));
      if (skipped.length > 0) await coverInstants(tx, skipped, { queue: 'default', now });
      if (pauses.length > 0) await pauseSchedules(tx, pauses);
      return due.length;
    });
    moved += examined;
  }
  return moved;
}
