import type { Queryable } from '../db/pool.ts';
import type { Recipient } from './address.ts';
import type { DeliveryStatus } from './run-status.ts';

export interface DeliveryRow {
  recipient: string;
  status: DeliveryStatus;
  attempt: number;
  next_attempt_at: Date | null;
  message_id: string | null;
  subject: string | null;
  response: string | null;
  body_sha256: string | null;
}

/** A run's ledger as it stands, for people. */
export async function listDeliveries(db: Queryable, runId: string): Promise<DeliveryRow[]> {
  const { rows } = await db.query<DeliveryRow>(
    `select recipient, status, attempt, next_attempt_at, message_id, subject, response, body_sha256
     from deliveries where run_id = $1 order by recipient`,
    [runId],
  );
  return rows;
}

/**
 * Whom a retry of this run is still for: recipients of it or of its retries that no attempt reached and who are still
 * on the schedule's list. `unknown` counts as reached (D2). Null when no ledger was ever opened, so that the schedule's
 * own recipients are meant.
 */
export async function unreachedRecipients(db: Queryable, rootRunId: string): Promise<Recipient[] | null> {
  const { rows } = await db.query<{ recipient: string; recipient_name: string | null; left_out: boolean }>(
    `select d.recipient, max(d.recipient_name) as recipient_name,
       bool_or(d.status in ('sending', 'sent', 'unknown') or not exists (select from schedule_recipients sr
         where sr.schedule_id = r.schedule_id and lower(sr.email) = d.recipient)) as left_out
     from deliveries d join schedule_runs r on r.id = d.run_id
     where r.id = $1 or r.retry_of = $1 group by d.recipient order by d.recipient`,
    [rootRunId],
  );
  if (rows.length === 0) return null;
  return rows
    .filter((row) => !row.left_out)
    .map(({ recipient, recipient_name: name }) => ({ email: recipient, ...(name === null ? {} : { name }) }));
}
