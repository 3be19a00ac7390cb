import type { Queryable } from '../db/pool.ts';
import type { RunRow } from './run-queries.ts';

export interface RunFilter {
  scheduleId: string | null;
  accountId: string | null;
  status: string | null;
  since: Date | null;
  limit: number;
}

/** The newest runs that match. Ids are UUID v7, so their order is that of creation. */
export async function listRuns(db: Queryable, filter: RunFilter): Promise<RunRow[]> {
  const { rows } = await db.query<RunRow>(
    `select id, schedule_id, account_id, trigger, scheduled_for, missed, retry_of, status, attempt, available_at,
       started_at, finished_at, error_code, error
     from schedule_runs
     where ($1::uuid is null or schedule_id = $1) and ($2::uuid is null or account_id = $2)
       and ($3::text is null or status = $3) and ($4::timestamptz is null or created_at >= $4)
     order by id desc limit $5`,
    [filter.scheduleId, filter.accountId, filter.status, filter.since, filter.limit],
  );
  return rows;
}

/** How a run ends that nobody worked on: as a retry it makes nothing good, and it may be retried itself. */
export const UNWORKED = ['cancelled', 'skipped_limit', 'skipped_inactive', 'blocked_unverified'] as const;

/** SQL over a run `r`: it has a later retry that is open, has made it good, or counts in its stead. */
export const HAS_LATER_RETRY = `exists (select from schedule_runs later
  where later.retry_of = coalesce(r.retry_of, r.id) and later.created_at > r.created_at
    and later.status not in (${UNWORKED.map((status) => `'${status}'`).join(', ')}))`;

/** Failed or partial runs since an instant, each the last of its chain that was worked on, oldest first. */
export async function listRetryable(db: Queryable, params: { since: Date; code: string | null }): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select r.id from schedule_runs r
     where r.status in ('failed', 'partial') and r.finished_at >= $1 and ($2::text is null or r.error_code = $2)
       and r.queue = 'default' and not ${HAS_LATER_RETRY}
     order by r.id`,
    [params.since, params.code],
  );
  return rows.map(({ id }) => id);
}

export interface RetryOrigin {
  id: string;
  schedule_id: string;
  account_id: string;
  scheduled_for: Date;
  status: string;
  /** The first run of a chain of retries: reservation and stored model hang on it. */
  root: string;
}

/** Locks the run's root, so that two retries at once do not both pass. */
export async function lockRetryOrigin(tx: Queryable, id: string): Promise<RetryOrigin | undefined> {
  const { rows } = await tx.query<RetryOrigin>(
    `select r.id, r.schedule_id, r.account_id, r.scheduled_for, r.status, coalesce(r.retry_of, r.id) as root
     from schedule_runs r join schedule_runs root on root.id = coalesce(r.retry_of, r.id)
     where r.id = $1 for update of root`,
    [id],
  );
  return rows[0];
}

/** True while a retry of that run waits or works. */
export async function hasOpenRetry(tx: Queryable, root: string): Promise<boolean> {
  const { rows } = await tx.query<{ open: boolean }>(
    `select exists (select from schedule_runs where retry_of = $1 and status in ('queued', 'running')) as open`,
    [root],
  );
  return rows[0]?.open ?? false;
}

export async function insertRetry(
  tx: Queryable,
  retry: { id: string; origin: RetryOrigin; createdAt: Date; fairKey: number },
): Promise<void> {
  await tx.query(
    `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, retry_of, status, fair_key, created_at)
     values ($1, $2, $3, 'manual', $4, $5, 'queued', $7, $6)`,
    [
      retry.id,
      retry.origin.schedule_id,
      retry.origin.account_id,
      retry.origin.scheduled_for,
      retry.origin.root,
      retry.createdAt,
      retry.fairKey,
    ],
  );
}
