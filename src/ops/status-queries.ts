import type { Queryable } from '../db/pool.ts';
import { HAS_LATER_RETRY } from '../runs/history-queries.ts';

export interface HostRow {
  host: string;
  last_tick_at: Date | null;
}

/** Every host that ever ticked; a row or two for each operator's machine. */
export async function listHosts(db: Queryable): Promise<HostRow[]> {
  const { rows } = await db.query<HostRow>(`select host, last_tick_at from hosts where host <> '*' order by host`);
  return rows;
}

export interface QueueRow {
  due: number;
  overdue: number;
  oldest_due: Date | null;
  ready: number;
  waiting: number;
  oldest_ready: Date | null;
  running: number;
  /** Running, and their lease ended before `lostBefore`: nobody rescues them. */
  lost: number;
  oldest_running: Date | null;
}

/** What is due, queued and running: three partial indexes that hold nothing else, so the history's size does not count. */
export async function readQueue(
  db: Queryable,
  params: { now: Date; overdueBefore: Date; lostBefore: Date },
): Promise<QueueRow | undefined> {
  const { rows } = await db.query<QueueRow>(
    `select * from
       (select count(*) as due, count(*) filter (where next_run_at <= $2) as overdue, min(next_run_at) as oldest_due
        from schedules where queue = 'default' and status = 'active' and next_run_at <= $1) due,
       (select count(*) filter (where available_at is null or available_at <= $1) as ready,
          count(*) filter (where available_at > $1) as waiting,
          min(coalesce(available_at, created_at)) filter (where available_at is null or available_at <= $1) as oldest_ready
        from schedule_runs where queue = 'default' and status = 'queued') queued,
       (select count(*) as running, count(*) filter (where lease_until < $3) as lost, min(started_at) as oldest_running
        from schedule_runs where status = 'running') running`,
    [params.now, params.overdueBefore, params.lostBefore],
  );
  return rows[0];
}

export interface FailureRow {
  error_code: string | null;
  runs: number;
  /** Those without a later retry that is open, has made them good, or counts in their stead. */
  open: number;
  latest: Date;
}

/** Failed and partial runs since an instant, by cause, the commonest first. */
export async function listFailures(db: Queryable, since: Date): Promise<FailureRow[]> {
  const { rows } = await db.query<FailureRow>(
    `select error_code, count(*) as runs, count(*) filter (where not made_good) as open, max(finished_at) as latest
     from (select r.error_code, r.finished_at, ${HAS_LATER_RETRY} as made_good
       from schedule_runs r
       where r.status in ('failed', 'partial') and r.finished_at >= $1 and r.queue = 'default') failed
     group by error_code order by runs desc, error_code`,
    [since],
  );
  return rows;
}

export interface PausedRow {
  paused_by: string | null;
  schedules: number;
}

export async function countPaused(db: Queryable): Promise<PausedRow[]> {
  const { rows } = await db.query<PausedRow>(
    `select paused_by, count(*) as schedules from schedules where status = 'paused' group by paused_by
     order by schedules desc, paused_by`,
  );
  return rows;
}

export interface BrokenScheduleRow {
  id: string;
  name: string;
  paused_reason: string | null;
}

/** Schedules that paused themselves: nobody asked for that. */
export async function listBroken(db: Queryable, limit: number): Promise<BrokenScheduleRow[]> {
  const { rows } = await db.query<BrokenScheduleRow>(
    `select id, name, paused_reason from schedules where status = 'paused' and paused_by in ('failures', 'invalid')
     order by last_run_at desc nulls last, id limit $1`,
    [limit],
  );
  return rows;
}

export interface UnknownRow {
  deliveries: number;
  recent: number;
  /** Of the recent ones, the run of the latest. */
  latest_run: string | null;
}

/** Deliveries whose answer was lost, and that were not sent again since; their partial index holds what is open and nothing of what was sent. */
export async function countUnknown(db: Queryable, since: Date): Promise<UnknownRow> {
  const { rows } = await db.query<UnknownRow>(
    `select count(*) as deliveries, count(*) filter (where updated_at >= $1) as recent,
       (array_agg(run_id order by updated_at desc) filter (where updated_at >= $1))[1] as latest_run
     from deliveries d where status = 'unknown' and not exists (
       select from schedule_runs r join schedule_runs again on again.retry_of = coalesce(r.retry_of, r.id)
         join deliveries sent on sent.run_id = again.id and sent.recipient = d.recipient and sent.status = 'sent'
       where r.id = d.run_id)`,
    [since],
  );
  return rows[0] ?? { deliveries: 0, recent: 0, latest_run: null };
}
