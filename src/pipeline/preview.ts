import { unknownId } from '../core/unknown-id.ts';
import type { Queryable } from '../db/pool.ts';
import type { Recipient } from '../delivery/address.ts';
import { deliverableRecipients } from '../delivery/recipients.ts';
import { reportWindow, type Window } from '../market/window.ts';
import { upcoming } from '../scheduling/cadence.ts';
import { findSchedule, type ScheduleRow } from '../scheduling/queries.ts';
import { ruleOf } from './schedule-state.ts';

export interface SchedulePreview {
  schedule: ScheduleRow;
  /** Each instant with the days that its report will cover. */
  reports: { at: Date; window: Window }[];
  deliverable: Recipient[];
  suppressed: Recipient[];
}

/** What a schedule will do, when, and who gets it; reads only. @throws ReportctlError for an id that nothing has */
export async function previewSchedule(
  db: Queryable,
  id: string,
  { now, count }: { now: Date; count: number },
): Promise<SchedulePreview> {
  const schedule = await findSchedule(db, id);
  if (!schedule) throw unknownId('schedule', id);
  const { lookback_days, timezone, account_id } = schedule;
  const reports = upcoming(ruleOf(schedule), now, count).map((at) => {
    return { at, window: reportWindow(at, lookback_days, timezone) };
  });
  return { schedule, reports, ...(await deliverableRecipients(db, account_id, id)) };
}
