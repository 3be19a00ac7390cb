import type { Queryable } from '../db/pool.ts';

/**
 * Ends the queued runs, and those whose lease is over, of instants up to `before`: a restored backup holds runs that
 * were finished after it was taken. One that had begun to send ends by its ledger, since the rest of its recipients got
 * it after the backup: what it was sending is `unknown`, and nobody is sent anything. Call it in a transaction: the rows
 * are locked first, so that what is being marked `sending` at this moment is seen.
 * @returns how many were ended
 */
export async function skipRunsBefore(tx: Queryable, before: Date, now: Date): Promise<number> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from schedule_runs where scheduled_for <= $1
       and (status = 'queued' or (status = 'running' and lease_until < $2)) order by id for update`,
    [before, now],
  );
  const ids = rows.map(({ id }) => id);
  await tx.query(
    `update deliveries set status = 'unknown', updated_at = $2 where run_id = any ($1) and status = 'sending'`,
    [ids, now],
  );
  await tx.query(
    `with skipped as (
       update schedule_runs r set claim_token = null, lease_until = null, finished_at = $2,
         status = case when ledger.begun then 'partial' else 'skipped_missed' end,
         error_code = 'skipped_by_operator', error = 'An operator let this instant pass.'
       from (select id, exists (select from deliveries d where d.run_id = id and d.status in ('sent', 'unknown')) as begun
         from unnest($1::uuid[]) id) ledger
       where r.id = ledger.id
       returning coalesce(r.retry_of, r.id) as reserving_run, ledger.begun
     )
     update report_generations g set status = case when skipped.begun then 'completed' else 'released' end
     from skipped where g.run_id = skipped.reserving_run and g.status = 'reserved'`,
    [ids, now],
  );
  return ids.length;
}
