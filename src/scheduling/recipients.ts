import { usageError } from '../core/errors.ts';
import { unknownId } from '../core/unknown-id.ts';
import { type Pool, type Queryable, transaction } from '../db/pool.ts';
import { deleteRecipients, lockSchedule, upsertRecipients } from './recipient-queries.ts';

/** A recipient as a schedule keeps it; `email` is normalised, and each address stands once in a list of them. */
export interface ListedRecipient {
  readonly email: string;
  readonly name?: string;
}

export interface AddedRecipients {
  added: number;
  /** They were there under another name, or none. */
  renamed: number;
  already: number;
}

/**
 * Puts people on a schedule's list, all of them or none. A name that is given replaces the one that was there; none
 * given leaves it.
 * @throws ReportctlError (exit 2) for a schedule that is unknown or deleted
 */
export function addRecipients(
  pool: Pool,
  scheduleId: string,
  recipients: readonly ListedRecipient[],
): Promise<AddedRecipients> {
  return transaction(pool, async (tx) => {
    await assertChangeable(tx, scheduleId);
    const { added, renamed } = await upsertRecipients(tx, scheduleId, recipients);
    return { added, renamed, already: recipients.length - added - renamed };
  });
}

/**
 * Takes addresses off a schedule's list. A delivery that has begun keeps to the list it began with; any later attempt or
 * retry looks again. What must stop at once is a suppression, which each message asks for.
 * @returns how many were on it, and how many are left
 * @throws ReportctlError (exit 2) for a schedule that is unknown or deleted
 */
export function removeRecipients(
  pool: Pool,
  scheduleId: string,
  emails: readonly string[],
): Promise<{ removed: number; left: number }> {
  return transaction(pool, async (tx) => {
    await assertChangeable(tx, scheduleId);
    return deleteRecipients(tx, scheduleId, emails);
  });
}

async function assertChangeable(tx: Queryable, id: string): Promise<void> {
  const status = await lockSchedule(tx, id);
  if (status === undefined) {
    throw unknownId('schedule', id);
  }
  if (status === 'deleted') throw usageError(`The schedule ${id} is deleted.`, 'schedule_deleted');
}
