import { usageError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { type Pool, transaction } from '../db/pool.ts';
import type { CadenceRule } from './cadence.ts';
import { checkDefinition } from './definition.ts';
import { insertRecipients, insertSchedule, type NewSchedule } from './queries.ts';
import type { Audience, ReportType } from './schedule.ts';

export interface ScheduleRequest {
  accountId: string;
  name: string;
  reportType: ReportType;
  audience: Audience;
  cities: readonly string[];
  postalCodes: readonly string[];
  lookbackDays: number;
  /** As the listings room has checked them. */
  filters?: object;
  attachPdf: boolean;
  /** Its runs start up to so much later, by the same offset each time. */
  spreadMinutes?: number;
  rule: CadenceRule;
  catchUp: 'once' | 'skip';
  onEmpty: 'skip' | 'send';
  /** Normalised addresses; the same one twice counts once. */
  recipients: readonly { email: string; name?: string }[];
  /** A qa session's own queue; absent: the one that the cron works off. */
  queue?: string;
  expiresAt?: Date;
}

/**
 * Adds a schedule with its recipients. It never sends at once: its first run is the next due instant after `now`.
 * @throws ReportctlError (exit 2) naming the value that is wrong; nothing is written then
 */
export async function addSchedule(pool: Pool, request: ScheduleRequest, now: Date): Promise<NewSchedule> {
  if (request.recipients.length === 0) throw usageError('Give at least one recipient with --to.', 'no_recipients');
  const { columns, firstRun } = checkDefinition(request, now);
  const schedule: NewSchedule = {
    id: newId(),
    account_id: request.accountId,
    queue: request.queue ?? 'default',
    ...columns,
    report_type: request.reportType,
    audience: request.audience,
    lookback_days: request.lookbackDays,
    filters: request.filters ?? {},
    attach_pdf: request.attachPdf,
    spread_minutes: request.spreadMinutes ?? 0,
    catch_up: request.catchUp,
    on_empty: request.onEmpty,
    expires_at: request.expiresAt ?? null,
    next_run_at: firstRun,
    created_at: now,
  };
  await transaction(pool, async (tx) => {
    await insertSchedule(tx, schedule);
    await insertRecipients(tx, schedule.id, request.recipients);
  });
  return schedule;
}
