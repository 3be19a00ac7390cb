import { createHash } from 'node:crypto';
import { ReportctlError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { BEGIN_QUEUE, type Pool, type Queryable, transaction } from '../db/pool.ts';
import { latestDue, parseRule } from './cadence.ts';
import {
  type CoveredInstant,
  coverInstants,
  type DueSchedule,
  lockDueSchedules,
  type Pause,
  pauseSchedules,
} from './dispatch-queries.ts';
import type { FairKeys } from './fair-keys.ts';

/** Enough to amortise the round trips, small enough that a stopped process locks few schedules. */
export const DISPATCH_BATCH = 500;

/** With catch_up = skip, an instant later than this is let pass. */
const SKIP_AFTER_MS = 10 * 60_000;

export interface DispatchResult {
  /** Run rows written, `skipped_missed` ones included. */
  dispatched: number;
  skippedMissed: number;
  paused: Pause[];
  /** Schedules looked at; fewer than the batch size means that nothing is left. */
  examined: number;
}

/**
 * Covers the due instants of one batch of schedules, in one transaction: locks them, computes each next instant
 * in-process, writes runs and cursors. Nothing is made or sent before it commits.
 */
export async function dispatchBatch(
  pool: Pool,
  params: { queue: string; now: Date; fairKeys: FairKeys; limit?: number },
): Promise<DispatchResult> {
  const limit = params.limit ?? DISPATCH_BATCH;
  return transaction(
    pool,
    async (tx) => {
      const due = await lockDueSchedules(tx, { queue: params.queue, now: params.now, limit });
      const plan = planDispatch(due, params.now, params.fairKeys);
      const dispatched = await writePlan(tx, plan, params);
      return {
        dispatched,
        skippedMissed: plan.covered.filter(({ skipped }) => skipped).length,
        paused: plan.pauses,
        examined: due.length,
      };
    },
    BEGIN_QUEUE,
  );
}

export interface DispatchPlan {
  covered: CoveredInstant[];
  pauses: Pause[];
}

/** Decides, without touching anything, what each due schedule gets: a run, a skip, or a pause with its reason. */
export function planDispatch(due: readonly DueSchedule[], now: Date, fairKeys: FairKeys): DispatchPlan {
  const plan: DispatchPlan = { covered: [], pauses: [] };
  for (const schedule of due) {
    // An instant that was due before the expiry is still covered.
    if (schedule.expires_at && schedule.expires_at <= schedule.next_run_at) {
      const reason = `It expired at ${schedule.expires_at.toISOString()}.`;
      plan.pauses.push({ scheduleId: schedule.id, pausedBy: 'expired', reason });
      continue;
    }
    try {
      plan.covered.push(coverInstant(schedule, now, fairKeys));
    } catch (error) {
      // One schedule that cannot be computed must cost the others of its batch nothing (T3).
      if (!(error instanceof ReportctlError)) throw error;
      plan.pauses.push({ scheduleId: schedule.id, pausedBy: 'invalid', reason: error.message });
    }
  }
  return plan;
}

function coverInstant(schedule: DueSchedule, now: Date, fairKeys: FairKeys): CoveredInstant {
  const rule = parseRule({
    cadence: schedule.cadence,
    sendTime: schedule.send_time,
    weeklyDow: schedule.weekly_dow,
    monthlyDom: schedule.monthly_dom,
    anchorDate: schedule.anchor_date,
    timezone: schedule.timezone,
  });
  const { latest, missed, next } = latestDue(rule, schedule.next_run_at, lastInstantToCover(schedule, now));
  const skipped = schedule.catch_up === 'skip' && now.getTime() - latest.getTime() > SKIP_AFTER_MS;
  return {
    runId: newId(),
    scheduleId: schedule.id,
    accountId: schedule.account_id,
    scheduledFor: latest,
    missed,
    availableAt: spreadStart(schedule, latest, now),
    fairKey: skipped ? 0 : fairKeys.next(schedule.account_id),
    skipped,
    nextRunAt: next,
  };
}

/** After a downtime, instants at or after the expiry are nobody's any more. */
function lastInstantToCover({ expires_at: expiresAt }: DueSchedule, now: Date): Date {
  return expiresAt && expiresAt <= now ? new Date(expiresAt.getTime() - 1) : now;
}

/**
 * When a spread run may start: the same offset for a schedule every time, so that its readers get it at a steady
 * minute while everybody's 09:00 does not meet at the vendor (T16).
 */
function spreadStart(schedule: DueSchedule, scheduledFor: Date, now: Date): Date | null {
  if (schedule.spread_minutes === 0) return null;
  const share = createHash('sha256').update(schedule.id).digest().readUInt32BE(0) / 2 ** 32;
  const start = new Date(scheduledFor.getTime() + Math.floor(share * schedule.spread_minutes * 60_000));
  return start <= now ? null : start;
}

async function writePlan(tx: Queryable, plan: DispatchPlan, params: { queue: string; now: Date }): Promise<number> {
  const [dispatched] = await Promise.all([
    plan.covered.length > 0 ? coverInstants(tx, plan.covered, params) : 0,
    plan.pauses.length > 0 ? pauseSchedules(tx, plan.pauses) : undefined,
  ]);
  return dispatched;
}
