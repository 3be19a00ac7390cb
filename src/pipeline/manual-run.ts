import { refusedError, usageError, workError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { unknownId } from '../core/unknown-id.ts';
import type { Pool } from '../db/pool.ts';
import { summarise } from '../delivery/queries.ts';
import type { LedgerCounts } from '../delivery/run-status.ts';
import { endUnclaimed } from '../runs/end-queued.ts';
import {
  findLatestReport,
  findRun,
  insertRun,
  type LatestReport,
  moveToDefaultQueue,
  type RunRow,
} from '../runs/run-queries.ts';
import { findSchedule, type ScheduleRow } from '../scheduling/queries.ts';
import type { TickSummary } from './tick-summary.ts';

/** A second report within this time is asked about first. */
const RECENT_MS = 3_600_000;

export interface ManualRunDeps {
  pool: Pool;
  now: () => Date;
  /** Works off one queue with the whole lifecycle: claim, limit, report, ledger, finish. */
  tick: (queue: string) => Promise<TickSummary>;
  /** Asked when a report went out within the hour or is under way; false ends without a run. */
  confirmRepeat: (latest: LatestReport) => Promise<boolean>;
}

export interface ManualRun {
  run: RunRow;
  ledger: LedgerCounts;
}

/**
 * Makes and delivers one report of a schedule now, without moving its cursor. It is allowed for a paused schedule,
 * counts to the plan's limit, and takes the same way through claim, checks and ledger as a due run.
 * @throws ReportctlError 2 for an unknown or deleted schedule, 3 when the plan refuses
 */
export async function runManually(scheduleId: string, deps: ManualRunDeps): Promise<ManualRun> {
  const { pool } = deps;
  const schedule = await findRunnableSchedule(deps, scheduleId);
  const now = deps.now();
  const latest = await findLatestReport(pool, schedule.id, new Date(now.getTime() - RECENT_MS));
  if (latest && !(await deps.confirmRepeat(latest))) {
    throw usageError('Nothing was sent. Give --force to send once more within the hour.', 'sent_recently');
  }
  const id = newId();
  const queue = `manual:${id}`;
  await insertRun(pool, {
    id,
    scheduleId: schedule.id,
    accountId: schedule.account_id,
    queue,
    trigger: 'manual',
    scheduledFor: now,
    createdAt: now,
  });
  try {
    await deps.tick(queue);
  } catch (error) {
    // Whoever was told that it failed must not have it sent a minute later by the cron.
    await endUnclaimed(pool, queue, deps.now());
    throw error;
  } finally {
    // What was begun and could not be ended is for the cron to retry; nobody else looks into this queue.
    await moveToDefaultQueue(pool, queue);
  }
  const run = await findRun(pool, id);
  if (!run) throw workError('The run vanished while it was made; was the database restored?', 'run_missing');
  if (run.status === 'skipped_limit') throw refusedError(run.error ?? 'The plan refuses another report this month.');
  return { run, ledger: (await summarise(pool, id)).counts };
}

async function findRunnableSchedule({ pool }: ManualRunDeps, id: string): Promise<ScheduleRow> {
  const schedule = await findSchedule(pool, id);
  if (!schedule) throw unknownId('schedule', id);
  if (schedule.status === 'deleted') throw usageError(`The schedule ${id} is deleted.`, 'schedule_deleted');
  return schedule;
}
