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

interface RecipientRow {
  recipient: string;
  recipient_name: string | null;
}

const toRecipient = ({ recipient, recipient_name: name }: RecipientRow): Recipient => ({
  email: recipient,
  ...(name === null ? {} : { name }),
});

/** True of a row of the ledger whose recipient is still on the schedule's list. */
const LISTED = `exists (select from schedule_recipients sr
  where sr.schedule_id = r.schedule_id and lower(sr.email) = d.recipient)`;

/**
 * Whom a retry of this run is still for: recipients of it or of its retries that no attempt reached and who are still
 * on the schedule's list. `unknown` counts as reached (D2). Null when no ledger was ever opened, so that the schedule's
 * own recipients are meant.
 */
export async function unreachedRecipients(db: Queryable, rootRunId: string): Promise<Recipient[] | null> {
  const { rows } = await db.query<RecipientRow & { left_out: boolean }>(
    `select d.recipient, max(d.recipient_name) as recipient_name,
       bool_or(d.status in ('sending', 'sent', 'unknown') or not ${LISTED}) as left_out
     from deliveries d join schedule_runs r on r.id = d.run_id
     where r.id = $1 or r.retry_of = $1 group by d.recipient order by d.recipient`,
    [rootRunId],
  );
  return rows.length === 0 ? null : rows.filter((row) => !row.left_out).map(toRecipient);
}

/**
 * Those of this run and its retries whose delivery is unknown and who were never surely sent to, if they are still on
 * the schedule's list. Who was refused when sent to again stays among them: the first message may have arrived.
 */
export async function unknownRecipients(db: Queryable, rootRunId: string): Promise<Recipient[]> {
  const { rows } = await db.query<RecipientRow>(
    `select d.recipient, max(d.recipient_name) as recipient_name
     from deliveries d join schedule_runs r on r.id = d.run_id
     where (r.id = $1 or r.retry_of = $1) and ${LISTED}
     group by d.recipient having bool_or(d.status = 'unknown') and not bool_or(d.status in ('sending', 'sent'))
     order by d.recipient`,
    [rootRunId],
  );
  return rows.map(toRecipient);
}

/** Whom a retry's own ledger is for, without those who were taken off the list; null while it is not open. */
export async function ledgerRecipients(db: Queryable, runId: string): Promise<Recipient[] | null> {
  const { rows } = await db.query<RecipientRow & { listed: boolean }>(
    `select d.recipient, d.recipient_name, ${LISTED} as listed
     from deliveries d join schedule_runs r on r.id = d.run_id where d.run_id = $1 order by d.recipient`,
    [runId],
  );
  return rows.length === 0 ? null : rows.filter(({ listed }) => listed).map(toRecipient);
}
