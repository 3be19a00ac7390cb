import { newId } from '../../../src/core/ids.ts';
import { type Pool, type Queryable, transaction } from '../../../src/db/pool.ts';
import { DISPATCH_BATCH } from '../../../src/scheduling/dispatch.ts';
import type { CoveredInstant } from '../../../src/scheduling/dispatch-queries.ts';
import { NOW } from '../support/seed.ts';
import { nextDueBatch } from './due-batch.ts';

/** Queues all due runs, a transaction a batch: the runs, their schedules' cursors and the queue's jobs together. */
export async function dispatchAll(
  pool: Pool,
  addJobs: (tx: Queryable, runIds: string[]) => Promise<void>,
): Promise<void> {
  for (let examined = DISPATCH_BATCH; examined === DISPATCH_BATCH; ) {
    examined = await transaction(pool, async (tx) => {
      const covered = await nextDueBatch(tx, DISPATCH_BATCH);
      await insertQueuedRuns(tx, covered);
      const runIds = covered.map((run) => run.runId);
      if (runIds.length > 0) await addJobs(tx, runIds);
      return covered.length;
    });
  }
}

async function insertQueuedRuns(tx: Queryable, covered: readonly CoveredInstant[]): Promise<void> {
  await tx.query({
    name: 'peer-insert-runs',
    text: `with advanced as (
        update schedules s set next_run_at = u.next_run_at
        from unnest($2::uuid[], $5::timestamptz[]) u (id, next_run_at) where s.id = u.id
      )
      insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, created_at)
      select u.id, u.schedule_id, u.account_id, 'schedule', u.scheduled_for, 'queued', $6
      from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[]) u (id, schedule_id, account_id, scheduled_for)`,
    values: [
      covered.map((run) => run.runId),
      covered.map((run) => run.scheduleId),
      covered.map((run) => run.accountId),
      covered.map((run) => run.scheduledFor),
      covered.map((run) => run.nextRunAt),
      NOW,
    ],
  });
}

/** What a job does to its run, there being no report to make: marks it running, then completed, each durable. */
export async function workRun(db: Queryable, runId: string): Promise<void> {
  await db.query({
    name: 'peer-start',
    text: `update schedule_runs set status = 'running', attempt = attempt + 1, claim_token = $2, lease_until = $3,
      started_at = $3 where id = $1`,
    values: [runId, newId(), NOW],
  });
  await db.query({
    name: 'peer-complete',
    text: `update schedule_runs set status = 'completed', claim_token = null, lease_until = null, finished_at = $2
      where id = $1`,
    values: [runId, NOW],
  });
}
