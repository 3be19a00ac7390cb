import type { Queryable } from '../db/pool.ts';
import { type Recipient, uniqueRecipients } from './address.ts';
import { scheduleRecipients } from './suppression-queries.ts';

export interface DeliverableRecipients {
  /** Whom a report may be sent to, each address once. */
  deliverable: Recipient[];
  /** Those whom the account's list of suppressions keeps out. */
  suppressed: Recipient[];
}

/**
 * Who is left after suppression, to be known before any heavy work. Both empty: the schedule has no recipients. When
 * the look-up fails this rejects, and nobody gets mail (D7).
 */
export async function deliverableRecipients(
  db: Queryable,
  accountId: string,
  scheduleId: string,
): Promise<DeliverableRecipients> {
  const rows = await scheduleRecipients(db, accountId, scheduleId);
  const pick = (suppressed: boolean) =>
    uniqueRecipients(
      rows
        .filter((row) => row.suppressed === suppressed)
        .map(({ email, name }) => ({ email, ...(name === null ? {} : { name }) })),
    );
  return { deliverable: pick(false), suppressed: pick(true) };
}
