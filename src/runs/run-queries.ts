import type { Queryable } from '../db/pool.ts';
import type { RunStatus, RunTrigger } from './run.ts';

export interface NewRun {
  id: string;
  scheduleId: string;
  accountId: string;
  queue: string;
  trigger: RunTrigger;
  scheduledFor: Date;
  createdAt: Date;
}

/** Queues one run by hand; it moves no schedule's cursor. */
export async function insertRun(db: Queryable, run: NewRun): Promise<void> {
  await db.query(
    `insert into schedule_runs (id, schedule_id, account_id, queue, trigger, scheduled_for, status, fair_key, created_at)
     values ($1, $2, $3, $4, $5, $6, 'queued', 1, $7)`,
    [run.id, run.scheduleId, run.accountId, run.queue, run.trigger, run.scheduledFor, run.createdAt],
  );
}

export interface RunRow {
  id: string;
  schedule_id: string;
  account_id: string;
  trigger: RunTrigger;
  scheduled_for: Date;
  missed: number;
  retry_of: string | null;
  status: RunStatus;
  attempt: number;
  available_at: Date | null;
  started_at: Date | null;
  finished_at: Date | null;
  error_code: string | null;
  error: string | null;
}

const COLUMNS = `id, schedule_id, account_id, trigger, scheduled_for, missed, retry_of, status, attempt, available_at,
  started_at, finished_at, error_code, error`;

export async function findRun(db: Queryable, id: string): Promise<RunRow | undefined> {
  const { rows } = await db.query<RunRow>(`select ${COLUMNS} from schedule_runs where id = $1`, [id]);
  return rows[0];
}

export async function listQueueRuns(db: Queryable, queue: string): Promise<RunRow[]> {
  const { rows } = await db.query<RunRow>(`select ${COLUMNS} from schedule_runs where queue = $1 order by id`, [queue]);
  return rows;
}

export interface LatestReport {
  /** A run of this schedule works now, or was given back in the middle of sending. */
  under_way: boolean;
  at: Date;
}

/** What this schedule sends now, or else last sent since `since`. */
export async function findLatestReport(db: Queryable, scheduleId: string, since: Date): Promise<LatestReport | null> {
  const { rows } = await db.query<LatestReport>(
    `select under_way, at from (
       select false as under_way, finished_at as at from schedule_runs
       where schedule_id = $1 and status in ('completed', 'partial') and finished_at >= $2
       union all
       select true, created_at from schedule_runs r
       where schedule_id = $1 and (status = 'running' or status = 'queued' and exists (select from deliveries d
         where d.run_id = r.id and d.status in ('sending', 'sent', 'unknown')))) reports
     order by under_way desc, at desc limit 1`,
    [scheduleId, since],
  );
  return rows[0] ?? null;
}

/** Hands runs that are still queued over to the cron's ticks, to be retried by them. */
export async function moveToDefaultQueue(db: Queryable, queue: string): Promise<void> {
  await db.query(`update schedule_runs set queue = 'default' where queue = $1 and status = 'queued'`, [queue]);
}
