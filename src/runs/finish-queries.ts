import { plainArray } from '../db/array-literal.ts';
import type { Queryable } from '../db/pool.ts';
import type { TerminalStatus } from './run.ts';

export interface FinishedRow {
  id: string;
  token: string;
  status: TerminalStatus;
  errorCode: string | null;
  error: string | null;
  startedAt: Date;
  finishedAt: Date;
  generation: 'completed' | 'released';
  /** +1 step of the schedule's failure counter, back to zero, or neither. */
  counter: 'step' | 'reset' | 'keep';
}

export interface Finished {
  /** The runs that were still ours and have ended. */
  ids: string[];
  /** Schedules whose failures in a row have reached the given number with one of these. */
  failing: string[];
}

/**
 * Ends runs, their generations and their schedules' counters in one statement. Fenced: a run that is no longer ours
 * under its token is not touched, and its id is missing from the answer. Callers hand in at most one run of a
 * schedule per call: an UPDATE … FROM applies one of two matches only.
 *
 * Only a running run has a token (the table's own check). Saying `status = 'running'` here would have the planner walk
 * the index of all running runs. Nothing joins one CTE to another: both are estimated at one row, and 500 runs became 250,000 comparisons.
 */
export async function finishRuns(db: Queryable, rows: readonly FinishedRow[], failures: number): Promise<Finished> {
  const { rows: answer } = await db.query<{ id: string; failing: boolean }>({
    name: 'finish-runs',
    text: `with finished as (
        update schedule_runs r set status = u.status, error_code = u.error_code, error = u.error,
          started_at = coalesce(r.started_at, u.started_at), finished_at = u.finished_at,
          claim_token = null, lease_until = null
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
          $8::text[], $9::text[])
          u (id, token, status, error_code, error, started_at, finished_at, generation, counter)
        where r.id = u.id and r.claim_token = u.token
        returning r.id, r.schedule_id, coalesce(r.retry_of, r.id) as reserving_run, r.error, u.generation, u.counter,
          u.finished_at
      ), completed as (
        update report_generations set status = 'completed'
        where run_id = any (array(select reserving_run from finished where generation = 'completed'))
          and status = 'reserved'
      ), released as (
        update report_generations set status = 'released'
        where run_id = any (array(select reserving_run from finished where generation = 'released'))
          and status = 'reserved'
      ), counted as (
        update schedules s set
          last_run_at = f.finished_at,
          last_error = case f.counter when 'reset' then null else coalesce(f.error, s.last_error) end,
          consecutive_failures = case f.counter when 'reset' then 0 when 'step' then s.consecutive_failures + 1
            else s.consecutive_failures end
        from finished f where s.id = f.schedule_id
        returning s.id, s.consecutive_failures, f.counter
      )
      select id, false as failing from finished
      union all select id, true from counted where counter = 'step' and consecutive_failures >= $10`,
    values: [
      plainArray(rows.map((row) => row.id)),
      plainArray(rows.map((row) => row.token)),
      plainArray(rows.map((row) => row.status)),
      rows.map((row) => row.errorCode),
      rows.map((row) => row.error),
      plainArray(rows.map((row) => row.startedAt)),
      plainArray(rows.map((row) => row.finishedAt)),
      plainArray(rows.map((row) => row.generation)),
      plainArray(rows.map((row) => row.counter)),
      failures,
    ],
  });
  const pick = (failing: boolean) => answer.filter((row) => row.failing === failing).map(({ id }) => id);
  return { ids: pick(false), failing: pick(true) };
}

export interface RequeuedRow {
  id: string;
  token: string;
  availableAt: Date | null;
  burnAttempt: boolean;
  errorCode: string | null;
  error: string | null;
}

/** Gives runs back to the queue, fenced like `finishRuns`; returns the ids that were still ours. */
export async function requeueRuns(db: Queryable, rows: readonly RequeuedRow[]): Promise<string[]> {
  const result = await db.query<{ id: string }>(
    `update schedule_runs r set status = 'queued', claim_token = null, lease_until = null, host = null,
       started_at = null, available_at = u.available_at, error_code = u.error_code, error = u.error,
       attempt = case when u.burn then r.attempt else r.attempt - 1 end,
       fair_key = greatest(r.fair_key, 1)
     from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::boolean[], $5::text[], $6::text[])
       u (id, token, available_at, burn, error_code, error)
     where r.id = u.id and r.claim_token = u.token and r.status = 'running'
     returning r.id`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.token),
      rows.map((row) => row.availableAt),
      rows.map((row) => row.burnAttempt),
      rows.map((row) => row.errorCode),
      rows.map((row) => row.error),
    ],
  );
  return result.rows.map(({ id }) => id);
}

/**
 * Renews the leases of the runs under these tokens; returns the runs that are still held. It waits for no row: one that
 * is being finished or marked at this moment is passed by until the next beat. Waiting, it deadlocked with finishRuns,
 * which locks the same rows in another order (11 of 30 collisions at 500 held runs).
 */
export async function renewLeases(
  db: Queryable,
  params: { tokens: readonly string[]; leaseUntil: Date },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `with free as materialized (
       select id from schedule_runs where status = 'running' and claim_token = any ($1::uuid[])
       for no key update skip locked
     ), renewed as (
       update schedule_runs set lease_until = $2 where id = any (array(select id from free))
     )
     select id from schedule_runs where status = 'running' and claim_token = any ($1::uuid[])`,
    [params.tokens, params.leaseUntil],
  );
  return rows.map(({ id }) => id);
}

/** Marks runs whose work began, where the claim could not: they were claimed faster than they could start. */
export async function markStarted(
  db: Queryable,
  rows: readonly { id: string; token: string; startedAt: Date }[],
): Promise<void> {
  await db.query(
    `update schedule_runs r set started_at = u.started_at
     from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) u (id, token, started_at)
     where r.id = u.id and r.claim_token = u.token and r.status = 'running'`,
    [rows.map((row) => row.id), rows.map((row) => row.token), rows.map((row) => row.startedAt)],
  );
}

export interface PausedSchedule {
  id: string;
  account_id: string;
  /** Of its last failure. */
  error_code: string | null;
}

/**
 * Pauses schedules after their third failure in a row, unless at least `outage` schedules failed alike since
 * `since`: that is an outage and pauses nobody. Returns the schedules it paused.
 */
export async function pauseFailingSchedules(
  tx: Queryable,
  params: { scheduleIds: readonly string[]; failures: number; since: Date; outage: number },
): Promise<PausedSchedule[]> {
  const { rows } = await tx.query<PausedSchedule>(
    `update schedules s set status = 'paused', paused_by = 'failures', next_run_at = null,
       paused_reason = 'It failed ' || s.consecutive_failures || ' times in a row: ' || coalesce(s.last_error, 'unknown')
     from unnest($1::uuid[]) failing (id)
     left join lateral (select own.error_code from schedule_runs own
       where own.schedule_id = failing.id and own.status in ('failed', 'partial') and own.finished_at >= $3
       order by own.finished_at desc limit 1) last on true
     where s.id = failing.id and s.status = 'active' and s.consecutive_failures >= $2
       and (select count(distinct alike.schedule_id) from schedule_runs alike
         where alike.status in ('failed', 'partial') and alike.finished_at >= $3
           and alike.error_code = last.error_code) < $4
     returning s.id, s.account_id, last.error_code`,
    [params.scheduleIds, params.failures, params.since, params.outage],
  );
  return rows;
}
