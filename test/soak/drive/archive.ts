import type { Pool } from '../../../src/db/pool.ts';
import type {
  DeliveryEvidence,
  Evidence,
  GenerationEvidence,
  NoticeEvidence,
  RunEvidence,
  ScheduleEvidence,
  StepEvidence,
} from '../evidence.ts';

const KEPT = ['schedule_runs', 'deliveries', 'report_generations', 'notices'] as const;

/** What `prune` deletes is copied aside: the checker judges the whole history. */
export async function keepWhatIsPruned(pool: Pool): Promise<void> {
  await pool.query('create schema if not exists kept');
  for (const table of KEPT) {
    await pool.query(`create table kept.${table} (like public.${table});
      create function kept.keep_${table}() returns trigger language plpgsql as
        'begin insert into kept.${table} select (old).*; return old; end';
      create trigger keep after delete on public.${table} for each row execute function kept.keep_${table}()`);
  }
}

/** When the database was asked to claim a run, or to let a message go: its own clock cannot be stopped, or lag. */
export async function noteSteps(pool: Pool): Promise<void> {
  await pool.query(`create table kept.steps (what text not null, id uuid not null, at timestamptz not null);
    create function kept.note_claim() returns trigger language plpgsql as
      'begin insert into kept.steps values (''claim'', new.id, statement_timestamp()); return new; end';
    create function kept.note_send() returns trigger language plpgsql as
      'begin insert into kept.steps values (''send'', new.run_id, statement_timestamp()); return new; end';
    create trigger note_claim after update on public.schedule_runs for each row
      when (new.status = 'running' and old.status = 'queued') execute function kept.note_claim();
    create function kept.note_notice() returns trigger language plpgsql as
      'begin insert into kept.steps values (''notice'', new.id, statement_timestamp()); return new; end';
    create trigger note_notice after update on public.notices for each row
      when (new.status = 'sending' and old.status <> 'sending') execute function kept.note_notice();
    create trigger note_send after update on public.deliveries for each row
      when (new.status = 'sending' and old.status <> 'sending') execute function kept.note_send()`);
}

const everything = (table: (typeof KEPT)[number], columns: string): string =>
  `select ${columns} from (select * from public.${table} union all select * from kept.${table}) as whole`;

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;

type Rows = Pick<Evidence, 'runs' | 'deliveries' | 'generations' | 'notices' | 'steps'>;

/** All runs, deliveries, generations and notices that there ever were, and the steps to them. */
export async function readHistory(pool: Pool): Promise<Rows> {
  const read = async <T extends object>(table: (typeof KEPT)[number], columns: string): Promise<T[]> =>
    (await pool.query<T>(everything(table, columns))).rows;
  return {
    runs: await read<RunEvidence>(
      'schedule_runs',
      `id, schedule_id as "scheduleId", account_id as "accountId", trigger, retry_of as "retryOf", ${ms('scheduled_for')} as "scheduledFor",
       missed, status, attempt, error_code as "errorCode", error, ${ms('created_at')} as "createdAt",
       ${ms('started_at')} as "startedAt", ${ms('finished_at')} as "finishedAt"`,
    ),
    deliveries: await read<DeliveryEvidence>(
      'deliveries',
      `run_id as "runId", recipient, status, message_id as "messageId", response, ${ms('updated_at')} as "updatedAt"`,
    ),
    generations: await read<GenerationEvidence>(
      'report_generations',
      `run_id as "runId", account_id as "accountId", status, ${ms('created_at')} as "createdAt"`,
    ),
    notices: await read<NoticeEvidence>('notices', 'id, status, message_id as "messageId"'),
    steps: (await pool.query<StepEvidence>(`select what, id, ${ms('at')} as at from kept.steps`)).rows,
  };
}

export type ScheduleRow = Pick<ScheduleEvidence, 'id' | 'status' | 'pausedBy' | 'cursor'>;

export async function readSchedules(pool: Pool): Promise<ScheduleRow[]> {
  const { rows } = await pool.query<ScheduleRow>(
    `select id, status, paused_by as "pausedBy", ${ms('next_run_at')} as cursor from schedules`,
  );
  return rows;
}

/** Runs that an operator may have tried again. */
export async function readRetryable(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from schedule_runs where retry_of is null
       and status in ('failed', 'partial', 'cancelled', 'skipped_limit', 'skipped_inactive') order by id`,
  );
  return rows.map(({ id }) => id);
}

/** When the newest report of a schedule went out. */
export async function readLastReport(pool: Pool, scheduleId: string): Promise<number | null> {
  const { rows } = await pool.query<{ at: number | null }>(
    `select ${ms('max(finished_at)')} as at from schedule_runs
     where schedule_id = $1 and status in ('completed', 'partial')`,
    [scheduleId],
  );
  return rows[0]?.at ?? null;
}

/** First runs of reports of which an answer was lost. */
export async function readUnknown(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select distinct coalesce(r.retry_of, r.id) as id from schedule_runs r join deliveries d on d.run_id = r.id
     where d.status = 'unknown' order by id`,
  );
  return rows.map(({ id }) => id);
}

/** Whether anything is queued, running, under way to somebody, or due. */
export async function isIdle(pool: Pool, now: number): Promise<boolean> {
  const { rows } = await pool.query<{ idle: boolean }>(
    `select not exists (select from schedule_runs where status in ('queued', 'running'))
       and not exists (select from schedules where status = 'active' and next_run_at <= $1) as idle`,
    [new Date(now)],
  );
  return rows[0]?.idle ?? false;
}
