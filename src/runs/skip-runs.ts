import type { Queryable } from '../db/pool.ts';

/**
 * Ends the queued runs, and those whose lease is over, of instants up to `before`: a restored backup holds runs that
 * were finished after it was taken.
 * @returns how many were ended
 */
export async function skipRunsBefore(db: Queryable, before: Date, now: Date): Promise<number> {
  const { rowCount } = await db.query(
    `with skipped as (
       update schedule_runs set status = 'skipped_missed', claim_token = null, lease_until = null, finished_at = $2,
         error_code = 'skipped_by_operator', error = 'An operator let this instant pass.'
       where scheduled_for <= $1 and (status = 'queued' or (status = 'running' and lease_until < $2))
         and not exists (select from deliveries d where d.run_id = schedule_runs.id
           and d.status in ('sending', 'sent', 'unknown'))
       returning id, coalesce(retry_of, id) as reserving_run
     ), released as (
       update report_generations g set status = 'released' from skipped where g.run_id = skipped.reserving_run
         and g.status = 'reserved'
     )
     select id from skipped`,
    [before, now],
  );
  return rowCount ?? 0;
}
