import { plainArray } from '../db/array-literal.ts';
import type { Queryable } from '../db/pool.ts';
import type { QueuedKeys } from './fair-keys.ts';

export interface DueSchedule {
  id: string;
  account_id: string;
  cadence: string;
  send_time: string;
  weekly_dow: number | null;
  monthly_dom: number | null;
  anchor_date: string | null;
  timezone: string;
  spread_minutes: number;
  catch_up: 'once' | 'skip';
  next_run_at: Date;
  expires_at: Date | null;
}

export interface DueQuery {
  queue: string;
  now: Date;
  limit: number;
}

const DUE = `select id, account_id, cadence, send_time::text, weekly_dow, monthly_dom, anchor_date, timezone,
    spread_minutes, catch_up, next_run_at, expires_at
  from schedules where queue = $1 and status = 'active' and next_run_at <= $2
  order by next_run_at limit $3`;

/**
 * Locks up to `limit` due schedules that no other process is dispatching, earliest first. `for no key update` leaves
 * foreign-key checks of other rows alone.
 */
export async function lockDueSchedules(tx: Queryable, { queue, now, limit }: DueQuery): Promise<DueSchedule[]> {
  const { rows } = await tx.query<DueSchedule>({
    name: 'lock-due-schedules',
    text: `${DUE} for no key update skip locked`,
    values: [queue, now, limit],
  });
  return rows;
}

/** The same choice without a lock, for `tick --dry-run`. */
export async function findDueSchedules(db: Queryable, { queue, now, limit }: DueQuery): Promise<DueSchedule[]> {
  const { rows } = await db.query<DueSchedule>(DUE, [queue, now, limit]);
  return rows;
}

export interface CoveredInstant {
  runId: string;
  scheduleId: string;
  accountId: string;
  scheduledFor: Date;
  missed: number;
  availableAt: Date | null;
  fairKey: number;
  /** True for an instant that its schedule's policy lets pass: it gets a `skipped_missed` row. */
  skipped: boolean;
  nextRunAt: Date;
}

/**
 * Inserts the runs and moves their schedules' cursors in one statement. An instant that has a row already (a rewound
 * clock or cursor) is not covered twice.
 * @returns how many rows were new.
 */
export async function coverInstants(
  tx: Queryable,
  covered: readonly CoveredInstant[],
  params: { queue: string; now: Date },
): Promise<number> {
  const { rows } = await tx.query<{ inserted: number }>({
    name: 'cover-instants',
    text: `with moved as (
        update schedules s set next_run_at = u.next_run_at
        from unnest($2::uuid[], $8::timestamptz[]) u (id, next_run_at) where s.id = u.id
      ), inserted as (
        insert into schedule_runs (id, schedule_id, account_id, queue, trigger, scheduled_for, missed, available_at,
          fair_key, status, created_at, finished_at, error_code)
        select u.id, u.schedule_id, u.account_id, $9, $12, u.scheduled_for, u.missed, u.available_at, u.fair_key,
          case when u.skipped then 'skipped_missed' else 'queued' end, $10,
          case when u.skipped then $10::timestamptz end, case when u.skipped then 'too_late' end
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::int[], $6::timestamptz[], $7::bigint[],
          $11::boolean[]) u (id, schedule_id, account_id, scheduled_for, missed, available_at, fair_key, skipped)
        on conflict (schedule_id, scheduled_for) where trigger = 'schedule' do nothing
        returning 1
      )
      select count(*)::int as inserted from inserted`,
    values: [
      plainArray(covered.map((row) => row.runId)),
      plainArray(covered.map((row) => row.scheduleId)),
      plainArray(covered.map((row) => row.accountId)),
      plainArray(covered.map((row) => row.scheduledFor)),
      plainArray(covered.map((row) => row.missed)),
      plainArray(covered.map((row) => row.availableAt)),
      plainArray(covered.map((row) => row.fairKey)),
      plainArray(covered.map((row) => row.nextRunAt)),
      params.queue,
      params.now,
      plainArray(covered.map((row) => row.skipped)),
      // A qa session's runs are its own and are told apart from customers'.
      params.queue === 'default' ? 'schedule' : 'qa',
    ],
  });
  return rows[0]?.inserted ?? 0;
}

export interface Pause {
  scheduleId: string;
  pausedBy: 'invalid' | 'expired';
  reason: string;
}

/** Pauses schedules that cannot be dispatched, so that they are not met again every minute (T3). */
export async function pauseSchedules(tx: Queryable, pauses: readonly Pause[]): Promise<void> {
  await tx.query(
    `update schedules s set status = 'paused', paused_by = u.paused_by, paused_reason = u.reason, next_run_at = null
     from unnest($1::uuid[], $2::text[], $3::text[]) u (id, paused_by, reason) where s.id = u.id`,
    [pauses.map((p) => p.scheduleId), pauses.map((p) => p.pausedBy), pauses.map((p) => p.reason)],
  );
}

/** The lowest queued fair key and each account's last one, which new keys continue. */
export async function readFairKeys(db: Queryable, queue: string): Promise<QueuedKeys[]> {
  const { rows } = await db.query<QueuedKeys>(
    `select account_id, min(fair_key) as lowest, max(fair_key) as last
     from schedule_runs where queue = $1 and status = 'queued' group by account_id`,
    [queue],
  );
  return rows;
}
