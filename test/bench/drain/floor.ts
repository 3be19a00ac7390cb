import { newId } from '../../../src/core/ids.ts';
import { openPool, transaction } from '../../../src/db/pool.ts';
import { DISPATCH_BATCH } from '../../../src/scheduling/dispatch.ts';
import type { CoveredInstant } from '../../../src/scheduling/dispatch-queries.ts';
import { NOW } from '../support/seed.ts';
import { nextDueBatch } from './due-batch.ts';

/**
 * The least that could be done: one process that writes the rows as they will be in the end, set-based, a transaction
 * a batch. No claim, no lease, no limit, no fence: killed, it would not know what it had sent.
 */
export async function drainFloor(url: string): Promise<void> {
  const pool = openPool(url, { max: 1 });
  try {
    for (let examined = DISPATCH_BATCH; examined === DISPATCH_BATCH; ) {
      examined = await transaction(pool, async (tx) => {
        const covered = await nextDueBatch(tx, DISPATCH_BATCH);
        await tx.query({ name: 'floor', text: WRITE_FINAL_ROWS, values: finalRows(covered) });
        return covered.length;
      });
    }
  } finally {
    await pool.end();
  }
}

const WRITE_FINAL_ROWS = `
with advanced as (
  update schedules s set next_run_at = u.next_run_at, last_run_at = $6
  from unnest($2::uuid[], $5::timestamptz[]) u (id, next_run_at) where s.id = u.id
), runs as (
  insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, attempt, fair_key, host,
    created_at, started_at, finished_at)
  select u.id, u.schedule_id, u.account_id, 'schedule', u.scheduled_for, 'completed', 1, u.fair_key, 'bench', $6, $6, $6
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $8::bigint[])
    u (id, schedule_id, account_id, scheduled_for, fair_key)
)
insert into report_generations (id, account_id, run_id, status, created_at)
select u.id, u.account_id, u.run_id, 'completed', $6
from unnest($7::uuid[], $3::uuid[], $1::uuid[]) u (id, account_id, run_id)`;

const finalRows = (covered: readonly CoveredInstant[]): unknown[] => [
  covered.map((run) => run.runId),
  covered.map((run) => run.scheduleId),
  covered.map((run) => run.accountId),
  covered.map((run) => run.scheduledFor),
  covered.map((run) => run.nextRunAt),
  NOW,
  covered.map(() => newId()),
  covered.map((run) => run.fairKey),
];
