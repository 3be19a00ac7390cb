import type { Queryable } from '../db/pool.ts';

/**
 * Ends what waits in queues of their own since before `before`: a `generate` or a qa session that was killed left it,
 * and nobody else looks there. Its place in the month is free again.
 * @returns how many runs were ended
 */
export async function endAbandonedRuns(tx: Queryable, before: Date, now: Date): Promise<number> {
  const { rowCount } = await tx.query(
    `with ended as (
       update schedule_runs set status = 'cancelled', finished_at = $2, error_code = 'session_ended',
         error = 'The command that made this run ended before it.'
       where queue <> 'default' and status = 'queued' and created_at < $1 returning id
     ), released as (
       update report_generations g set status = 'released' from ended where g.run_id = ended.id and g.status = 'reserved'
     )
     select id from ended`,
    [before, now],
  );
  return rowCount ?? 0;
}
