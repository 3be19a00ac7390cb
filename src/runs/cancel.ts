import type { Queryable } from '../db/pool.ts';
import type { RunStatus } from './run.ts';

export interface Cancellation {
  code: string;
  error: string;
  now: Date;
}

interface CancelledRun {
  id: string;
  status: RunStatus;
}

/**
 * Cancels queued runs, and running ones of which nothing was given to a mail server yet: the row loses its token, so
 * whoever works on it can neither send nor write any more. Their generations are released.
 * @returns the runs that were cancelled
 */
async function cancelRuns(tx: Queryable, runIds: readonly string[], cause: Cancellation): Promise<CancelledRun[]> {
  const { rows } = await tx.query<CancelledRun>(
    `with cancelled as (
       update schedule_runs r set status = 'cancelled', claim_token = null, lease_until = null, finished_at = $2,
         error_code = $3, error = $4
       where r.id = any ($1::uuid[]) and r.status in ('queued', 'running') and not exists (
         select from deliveries d where d.run_id = r.id and d.status in ('sending', 'sent', 'unknown'))
       returning r.id, r.retry_of, r.status
     ), released as (
       update report_generations g set status = 'released'
       from cancelled c where g.run_id = coalesce(c.retry_of, c.id) and g.status = 'reserved'
     )
     select id, status from cancelled`,
    [runIds, cause.now, cause.code, cause.error],
  );
  return rows;
}

/** Locks the rows first: what is being marked `sending` at this moment is then seen by the cancellation. */
async function lockOpenRuns(tx: Queryable, where: 'id' | 'schedule_id', value: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from schedule_runs where ${where} = $1 and status in ('queued', 'running') order by id for update`,
    [value],
  );
  return rows.map(({ id }) => id);
}

/** Cancels one run by hand; false when it had ended, or had begun to send. */
export async function cancelRun(tx: Queryable, id: string, cause: Cancellation): Promise<boolean> {
  return (await cancelRuns(tx, await lockOpenRuns(tx, 'id', id), cause)).length > 0;
}

/** Cancels what a schedule has under way, when it is paused or deleted; how many were. */
export async function cancelRunsOfSchedule(tx: Queryable, scheduleId: string, cause: Cancellation): Promise<number> {
  return (await cancelRuns(tx, await lockOpenRuns(tx, 'schedule_id', scheduleId), cause)).length;
}
