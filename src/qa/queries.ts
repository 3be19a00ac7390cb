import type { Queryable } from '../db/pool.ts';
import type { DeliveryStatus } from '../delivery/run-status.ts';

export interface QaDelivery {
  run_id: string;
  recipient: string;
  status: DeliveryStatus;
  subject: string | null;
  message_id: string | null;
  response: string | null;
  body_sha256: string | null;
}

/** The ledger of all runs of one queue. */
export async function listQueueDeliveries(db: Queryable, queue: string): Promise<QaDelivery[]> {
  const { rows } = await db.query<QaDelivery>(
    `select d.run_id, d.recipient, d.status, d.subject, d.message_id, d.response, d.body_sha256
     from deliveries d join schedule_runs r on r.id = d.run_id where r.queue = $1`,
    [queue],
  );
  return rows;
}
