import type { Queryable } from '../db/pool.ts';
import type { TerminalStatus } from './run.ts';

export interface LostRun {
  id: string;
  schedule_id: string;
  queue: string;
  attempt: number;
  /** null: it was claimed and its work never began. */
  started_at: Date | null;
}

/** Locks the runs whose lease ended; another process that rescues at the same time sees none of them. */
export async function lockLostRuns(tx: Queryable, now: Date): Promise<LostRun[]> {
  const { rows } = await tx.query<LostRun>(
    `select id, schedule_id, queue, attempt, started_at from schedule_runs
     where status = 'running' and lease_until < $1 order by id for update skip locked`,
    [now],
  );
  return rows;
}

/**
 * Gives a rescued run back. One whose process died at work goes first in the order and is claimed alone (fair_key 0);
 * one that never began keeps its place. Once something was sent its place in the month stays reserved.
 */
export async function requeueLostRun(
  tx: Queryable,
  run: LostRun,
  cause: { code: string; error: string },
  begun: boolean,
): Promise<void> {
  await tx.query(
    `update schedule_runs set status = 'queued', claim_token = null, lease_until = null, host = null, started_at = null,
       available_at = null, fair_key = case when $5 then fair_key else 0 end, error_code = $2, error = $3, attempt = $4
     where id = $1`,
    [run.id, cause.code, cause.error, run.started_at === null ? run.attempt - 1 : run.attempt, run.started_at === null],
  );
  // Its place in the month is free again until it is claimed once more.
  if (!begun) await settleGeneration(tx, run, 'released');
}

export async function endLostRun(
  tx: Queryable,
  run: LostRun,
  end: { status: TerminalStatus; counted: boolean; code: string | null; error: string | null; now: Date },
): Promise<void> {
  await tx.query(
    `update schedule_runs set status = $2, claim_token = null, lease_until = null, finished_at = $3,
       error_code = $4, error = $5 where id = $1`,
    [run.id, end.status, end.now, end.code, end.error],
  );
  await settleGeneration(tx, run, end.counted ? 'completed' : 'released');
  // A report that went out ends a row of failures, whoever writes its end.
  await tx.query(
    `update schedules set last_run_at = $2, consecutive_failures = case when $3 then 0 else consecutive_failures end,
       last_error = case when $3 then null else last_error end where id = $1`,
    [run.schedule_id, end.now, end.counted],
  );
}

async function settleGeneration(tx: Queryable, run: LostRun, status: 'completed' | 'released'): Promise<void> {
  await tx.query(
    `update report_generations g set status = $2 from schedule_runs r
     where r.id = $1 and g.run_id = coalesce(r.retry_of, r.id) and g.status = 'reserved'`,
    [run.id, status],
  );
}
