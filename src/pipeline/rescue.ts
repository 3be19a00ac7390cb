import { abandonSending, summarise } from '../delivery/queries.ts';
import { DELIVERY_STATUSES, runStatusFromLedger } from '../delivery/run-status.ts';
import { endAbandoned } from '../runs/end-queued.ts';
import { type LedgerState, type RescueOptions, rescueLostRuns } from '../runs/rescue.ts';
import { deleteExpiredSessions } from '../scheduling/queries.ts';
import { ABANDONED_MS } from './queries.ts';
import type { TickOptions } from './tick-options.ts';
import { countStatus, type TickSummary } from './tick-summary.ts';

/**
 * Takes back the runs of dead processes, with what their ledgers say, and adds to the summary.
 * @returns how many of them wait to be tried again, each alone
 */
export async function rescue(options: TickOptions, summary: TickSummary): Promise<number> {
  const { pool, clock, maxAttempts, log } = options;
  const now = clock.now();
  const { requeued, ended } = await rescueLostRuns(pool, { now, maxAttempts, settleLedger });
  const abandoned = await endAbandoned(pool, new Date(now.getTime() - ABANDONED_MS), now);
  await deleteExpiredSessions(pool, now);
  for (const status of ended) countStatus(summary, status);
  countStatus(summary, 'cancelled', abandoned);
  summary.rescued += requeued + ended.length;
  if (requeued + ended.length > 0) log.warn({ requeued, ended }, 'rescued runs of a dead process');
  return requeued;
}

const settleLedger: RescueOptions['settleLedger'] = async (tx, runIds, now) => {
  const states = new Map<string, LedgerState>();
  for (const id of runIds) {
    await abandonSending(tx, id, now);
    const { counts } = await summarise(tx, id);
    const opened = DELIVERY_STATUSES.some((status) => counts[status] > 0);
    states.set(id, { pending: counts.pending, status: opened ? runStatusFromLedger(counts) : null });
  }
  return states;
};
