import type { Queryable } from '../db/pool.ts';
import type { Cadence } from './cadence.ts';
import type { Audience, ReportType } from './schedule.ts';

export interface ScheduleRow {
  id: string;
  account_id: string;
  queue: string;
  name: string;
  report_type: ReportType;
  audience: Audience;
  cities: string[];
  postal_codes: string[];
  lookback_days: number;
  /** As stored; the listings room reads them. */
  filters: unknown;
  attach_pdf: boolean;
  spread_minutes: number;
  cadence: Cadence;
  send_time: string;
  weekly_dow: number | null;
  monthly_dom: number | null;
  anchor_date: string | null;
  timezone: string;
  catch_up: 'once' | 'skip';
  on_empty: 'skip' | 'send';
  status: 'active' | 'paused' | 'deleted';
  paused_reason: string | null;
  expires_at: Date | null;
  next_run_at: Date | null;
  last_run_at: Date | null;
  consecutive_failures: number;
  last_error: string | null;
  created_at: Date;
}

const COLUMNS = `id, account_id, queue, name, report_type, audience, cities, postal_codes, lookback_days, filters, attach_pdf, spread_minutes,
  cadence, send_time::text, weekly_dow, monthly_dom, anchor_date, timezone, catch_up, on_empty, status, paused_reason,
  expires_at, next_run_at, last_run_at, consecutive_failures, last_error, created_at`;

export type NewSchedule = Omit<
  ScheduleRow,
  'status' | 'paused_reason' | 'last_run_at' | 'consecutive_failures' | 'last_error'
>;

export async function insertSchedule(db: Queryable, schedule: NewSchedule): Promise<void> {
  await db.query(
    `insert into schedules (id, account_id, queue, name, report_type, audience, cities, postal_codes, lookback_days,
       attach_pdf, cadence, send_time, weekly_dow, monthly_dom, anchor_date, timezone, catch_up, on_empty, expires_at,
       next_run_at, created_at, spread_minutes, filters)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
    [
      schedule.id,
      schedule.account_id,
      schedule.queue,
      schedule.name,
      schedule.report_type,
      schedule.audience,
      schedule.cities,
      schedule.postal_codes,
      schedule.lookback_days,
      schedule.attach_pdf,
      schedule.cadence,
      schedule.send_time,
      schedule.weekly_dow,
      schedule.monthly_dom,
      schedule.anchor_date,
      schedule.timezone,
      schedule.catch_up,
      schedule.on_empty,
      schedule.expires_at,
      schedule.next_run_at,
      schedule.created_at,
      schedule.spread_minutes,
      schedule.filters,
    ],
  );
}

/** Keeps dispatch and other edits away until the transaction ends. */
export async function lockWholeSchedule(tx: Queryable, id: string): Promise<ScheduleRow | undefined> {
  const { rows } = await tx.query<ScheduleRow>(`select ${COLUMNS} from schedules where id = $1 for no key update`, [
    id,
  ]);
  return rows[0];
}

/** Writes what an edit may change, and the next instant. */
export async function updateDefinition(tx: Queryable, schedule: ScheduleRow): Promise<void> {
  await tx.query(
    `update schedules set name = $2, report_type = $3, audience = $4, cities = $5, postal_codes = $6, lookback_days = $7,
       filters = $8, attach_pdf = $9, spread_minutes = $10, cadence = $11, send_time = $12, weekly_dow = $13,
       monthly_dom = $14, anchor_date = $15, timezone = $16, catch_up = $17, on_empty = $18, next_run_at = $19
     where id = $1`,
    [
      ...[schedule.id, schedule.name, schedule.report_type, schedule.audience, schedule.cities, schedule.postal_codes],
      ...[schedule.lookback_days, schedule.filters, schedule.attach_pdf, schedule.spread_minutes, schedule.cadence],
      ...[schedule.send_time, schedule.weekly_dow, schedule.monthly_dom, schedule.anchor_date, schedule.timezone],
      ...[schedule.catch_up, schedule.on_empty, schedule.next_run_at],
    ],
  );
}

export async function insertRecipients(
  db: Queryable,
  scheduleId: string,
  recipients: readonly { email: string; name?: string }[],
): Promise<void> {
  await db.query(
    `insert into schedule_recipients (schedule_id, email, name)
     select $1, u.email, u.name from unnest($2::text[], $3::text[]) u (email, name) on conflict do nothing`,
    [scheduleId, recipients.map(({ email }) => email), recipients.map(({ name }) => name ?? null)],
  );
}

export async function findSchedule(db: Queryable, id: string): Promise<ScheduleRow | undefined> {
  const { rows } = await db.query<ScheduleRow>(`select ${COLUMNS} from schedules where id = $1`, [id]);
  return rows[0];
}

export async function listSchedules(db: Queryable, accountId: string | null): Promise<ScheduleRow[]> {
  const { rows } = await db.query<ScheduleRow>(
    `select ${COLUMNS} from schedules
     where queue = 'default' and status <> 'deleted' and ($1::uuid is null or account_id = $1) order by id`,
    [accountId],
  );
  return rows;
}

export async function listRecipients(
  db: Queryable,
  scheduleId: string,
): Promise<{ email: string; name: string | null }[]> {
  const { rows } = await db.query<{ email: string; name: string | null }>(
    'select email, name from schedule_recipients where schedule_id = $1 order by email',
    [scheduleId],
  );
  return rows;
}

export interface ScheduleState {
  id: string;
  status: ScheduleRow['status'];
  pausedBy: 'operator' | 'failures' | 'invalid' | 'expired' | null;
  reason: string | null;
  nextRunAt: Date | null;
  clearFailures: boolean;
}

/** Pauses, resumes or deletes a schedule; a deleted one stays as it is. */
export async function setScheduleState(db: Queryable, state: ScheduleState): Promise<void> {
  await db.query(
    `update schedules set status = $2, paused_by = $3, paused_reason = $4, next_run_at = $5,
       consecutive_failures = case when $6 then 0 else consecutive_failures end,
       last_error = case when $6 then null else last_error end
     where id = $1 and status <> 'deleted'`,
    [state.id, state.status, state.pausedBy, state.reason, state.nextRunAt, state.clearFailures],
  );
}

export async function listPausedByFailures(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from schedules where status = 'paused' and paused_by = 'failures' order by id`,
  );
  return rows.map(({ id }) => id);
}

/** Makes all schedules of a qa session due; never for the default queue, where an edit must not send at once. */
export async function makeDueAt(db: Queryable, queue: string, dueAt: Date): Promise<void> {
  await db.query(`update schedules set next_run_at = $2 where queue = $1 and queue <> 'default'`, [queue, dueAt]);
}

/** Removes what a killed qa session left behind, once it has expired: its schedules, and the accounts made for them. */
export async function deleteExpiredSessions(db: Queryable, now: Date): Promise<void> {
  await db.query(`delete from schedules where queue <> 'default' and expires_at < $1`, [now]);
  await db.query(
    `delete from accounts a where a.internal and a.created_at < $1::timestamptz - interval '1 day'
       and not exists (select from schedules s where s.account_id = a.id)`,
    [now],
  );
}

/** Removes the schedules of one queue; their runs stay as history. */
export async function deleteQueue(db: Queryable, queue: string): Promise<void> {
  await db.query('delete from schedules where queue = $1', [queue]);
}
