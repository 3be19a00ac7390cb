import type { Queryable } from '../db/pool.ts';

/** Something of it went out, or may have. */
const BEGUN = `exists (select from deliveries d where d.run_id = r.id and d.status in ('sending', 'sent', 'unknown'))`;

interface Cause {
  code: string;
  error: string;
  now: Date;
}

/**
 * Ends the queued runs that `matching` (SQL over `r`, its values from $4 on) says: by their ledger where something was
 * sent already, as cancelled and with their place in the month free again otherwise.
 * @returns how many runs were ended
 */
async function endQueued(db: Queryable, matching: string, values: unknown[], cause: Cause): Promise<number> {
  const { rowCount } = await db.query(
    `with ended as (
       update schedule_runs r set finished_at = $1, error_code = $2, error = $3,
         status = case when ${BEGUN} then 'partial' else 'cancelled' end
       where r.status = 'queued' and ${matching}
       returning coalesce(r.retry_of, r.id) as reserving_run, r.status
     ), settled as (
       update report_generations g set status = case ended.status when 'partial' then 'completed' else 'released' end
       from ended where g.run_id = ended.reserving_run and g.status = 'reserved'
     )
     select from ended`,
    [cause.now, cause.code, cause.error, ...values],
  );
  return rowCount ?? 0;
}

/** Ends what is still queued, for a session that is over. */
export const endQueue = (db: Queryable, queue: string, now: Date): Promise<number> =>
  endQueued(db, 'r.queue = $4', [queue], {
    code: 'session_ended',
    error: 'The session that made this run has ended.',
    now,
  });

/** Ends the runs of a queue whose work never began, for a command that failed. */
export const endUnclaimed = (db: Queryable, queue: string, now: Date): Promise<number> =>
  endQueued(db, 'r.queue = $4 and r.attempt = 0', [queue], {
    code: 'not_begun',
    error: 'The command that made this run failed before it began.',
    now,
  });

/**
 * Ends what waits in queues of their own since before `before`: a `generate` or a qa session that was killed left it,
 * and nobody else looks there.
 */
export const endAbandoned = (db: Queryable, before: Date, now: Date): Promise<number> =>
  endQueued(db, `r.queue <> 'default' and r.created_at < $4`, [before], {
    code: 'session_ended',
    error: 'The command that made this run ended before it.',
    now,
  });
