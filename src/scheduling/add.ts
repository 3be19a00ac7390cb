import { usageError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { type Pool, transaction } from '../db/pool.ts';
import type { CadenceRule } from './cadence.ts';
import { insertRecipients, insertSchedule, type NewSchedule } from './queries.ts';
import { type Audience, parseArea, parseCadence, type ReportType } from './schedule.ts';

export interface ScheduleRequest {
  accountId: string;
  name: string;
  reportType: ReportType;
  audience: Audience;
  cities: readonly string[];
  postalCodes: readonly string[];
  lookbackDays: number;
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

const MAX_NAME_LENGTH = 120;

/**
 * Adds a schedule with its recipients. It never sends at once: its first run is the next due instant after `now`.
 * @throws ReportctlError (exit 2) naming the value that is wrong; nothing is written then
 */
export async function addSchedule(pool: Pool, request: ScheduleRequest, now: Date): Promise<NewSchedule> {
  const name = request.name.trim();
  if (name === '' || name.length > MAX_NAME_LENGTH || /\p{Cc}/u.test(name)) {
    throw usageError(`A schedule's name is 1 to ${MAX_NAME_LENGTH} printable characters.`, 'bad_name');
  }
  if (request.recipients.length === 0) throw usageError('Give at least one recipient with --to.', 'no_recipients');
  const { cities, postalCodes } = parseArea(request.cities, request.postalCodes);
  const { rule, firstRun } = parseCadence(request.rule, now);
  const schedule: NewSchedule = {
    id: newId(),
    account_id: request.accountId,
    queue: request.queue ?? 'default',
    name,
    report_type: request.reportType,
    audience: request.audience,
    cities,
    postal_codes: postalCodes,
    lookback_days: request.lookbackDays,
    attach_pdf: request.attachPdf,
    spread_minutes: request.spreadMinutes ?? 0,
    cadence: rule.cadence,
    send_time: rule.sendTime,
    weekly_dow: rule.cadence === 'weekly' || rule.cadence === 'biweekly' ? rule.weeklyDow : null,
    monthly_dom: rule.cadence === 'monthly' ? rule.monthlyDom : null,
    anchor_date: rule.cadence === 'biweekly' ? rule.anchorDate : null,
    timezone: rule.timezone,
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
