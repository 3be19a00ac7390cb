import { ReportctlError, usageError } from '../core/errors.ts';
import { unknownId } from '../core/unknown-id.ts';
import { type Pool, transaction } from '../db/pool.ts';
import { cancelRunsOfSchedule } from '../runs/cancel.ts';
import { firstRun, parseRule } from '../scheduling/cadence.ts';
import {
  findSchedule,
  listPausedByFailures,
  lockWholeSchedule,
  type ScheduleRow,
  setScheduleState,
} from '../scheduling/queries.ts';

export interface StateChange {
  /** Runs under way that were cancelled with it. */
  cancelled: number;
}

/** Stops a schedule and cancels what it has queued or running, unless that has begun to send. */
export function pauseSchedule(pool: Pool, id: string, reason: string, now: Date): Promise<StateChange> {
  return stop(pool, id, { status: 'paused', pausedBy: 'operator', reason, code: 'schedule_paused', now });
}

/** Like a pause, for good; its runs stay as history. */
export function deleteSchedule(pool: Pool, id: string, now: Date): Promise<StateChange> {
  return stop(pool, id, { status: 'deleted', pausedBy: null, reason: null, code: 'schedule_deleted', now });
}

interface Stop {
  status: 'paused' | 'deleted';
  pausedBy: 'operator' | null;
  reason: string | null;
  code: string;
  now: Date;
}

async function stop(pool: Pool, id: string, { status, pausedBy, reason, code, now }: Stop): Promise<StateChange> {
  const cause = { code, error: `The schedule was ${status}.`, now };
  const cancelled = await transaction(pool, async (tx) => {
    changeable(await findSchedule(tx, id), id);
    // Runs before their schedule, as the end of a run locks them.
    const open = await cancelRunsOfSchedule(tx, id, cause);
    await setScheduleState(tx, { id, status, pausedBy, reason, nextRunAt: null, clearFailures: false });
    return open;
  });
  // What a dispatch that this waited for has queued may be claimed before the new state can be seen.
  const late = await transaction(pool, (tx) => cancelRunsOfSchedule(tx, id, cause));
  return { cancelled: cancelled + late };
}

/**
 * Sets a schedule going again from its next instant after `now`, with its failures forgotten; it never sends at once.
 * @throws ReportctlError (exit 2) when its definition is still the one that cannot be computed
 */
export async function resumeSchedule(pool: Pool, id: string, now: Date): Promise<ScheduleRow> {
  return transaction(pool, async (tx) => {
    // Locked, so that neither an edit nor a dispatch under way is undone by what was read before it.
    const schedule = changeable(await lockWholeSchedule(tx, id), id);
    // An active schedule's instant may be due at this moment; it must be covered, not skipped.
    const nextRunAt = schedule.status === 'active' ? schedule.next_run_at : nextOf(schedule, now);
    await setScheduleState(tx, { id, status: 'active', pausedBy: null, reason: null, nextRunAt, clearFailures: true });
    return changeable(await findSchedule(tx, id), id);
  });
}

/** Resumes every schedule that was paused after three failures, as after an outage; those that cannot be are named. */
export async function resumeFailed(pool: Pool, now: Date): Promise<{ resumed: string[]; refused: string[] }> {
  const result = { resumed: [] as string[], refused: [] as string[] };
  for (const id of await listPausedByFailures(pool)) {
    try {
      await resumeSchedule(pool, id, now);
      result.resumed.push(id);
    } catch (error) {
      if (!(error instanceof ReportctlError)) throw error;
      result.refused.push(id);
    }
  }
  return result;
}

function nextOf(schedule: ScheduleRow, now: Date): Date {
  try {
    return firstRun(ruleOf(schedule), now);
  } catch (error) {
    if (error instanceof ReportctlError) throw usageError(error.message, error.code);
    throw error;
  }
}

/** The cadence of a stored schedule, checked. @throws scheduleError */
export const ruleOf = (schedule: ScheduleRow) =>
  parseRule({
    cadence: schedule.cadence,
    sendTime: schedule.send_time,
    weeklyDow: schedule.weekly_dow,
    monthlyDom: schedule.monthly_dom,
    anchorDate: schedule.anchor_date,
    timezone: schedule.timezone,
  });

function changeable(schedule: ScheduleRow | undefined, id: string): ScheduleRow {
  if (schedule?.status === 'deleted') throw usageError(`The schedule ${id} is deleted.`, 'schedule_deleted');
  if (schedule) return schedule;
  throw unknownId('schedule', id);
}
