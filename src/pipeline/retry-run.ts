import { usageError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { unknownId } from '../core/unknown-id.ts';
import { type Pool, type Queryable, transaction } from '../db/pool.ts';
import type { Recipient } from '../delivery/address.ts';
import { unknownRecipients, unreachedRecipients } from '../delivery/history-queries.ts';
import { openDeliveries } from '../delivery/queries.ts';
import { hasOpenRetry, insertRetry, lockRetryOrigin, type RetryOrigin, UNWORKED } from '../runs/history-queries.ts';

const RETRYABLE: ReadonlySet<string> = new Set(['failed', 'partial', ...UNWORKED]);

export interface RetryOptions {
  now: Date;
  /** The account's next place in the fair order: retries after an outage must not precede everybody. */
  fairKey: (accountId: string) => number;
}

/**
 * Queues a new run for what a finished one left undone: the same instant and window, only the recipients not yet sent
 * to, no second reservation. The finished row stays as it is.
 * @returns the new run's id
 * @throws ReportctlError (exit 2) for a run that is unknown, under way, or left nobody to retry
 */
export async function retryRun(pool: Pool, id: string, options: RetryOptions): Promise<string> {
  return transaction(pool, async (tx) => {
    const origin = await lockOrigin(tx, id);
    if (!RETRYABLE.has(origin.status)) {
      throw usageError(`The run ${id} is ${origin.status}; there is nothing to retry.`, 'not_retryable');
    }
    await assertNoOpenRetry(tx, origin);
    const unreached = await unreachedRecipients(tx, origin.root);
    if (unreached?.length === 0) throw await nobodyLeft(tx, origin);
    return queueRetry(tx, origin, options);
  });
}

/**
 * How many recipients `resendUnknown` would send to.
 * @throws ReportctlError (exit 2) where it would refuse
 */
export const countUnknown = (pool: Pool, id: string): Promise<number> =>
  transaction(pool, async (tx) => (await lockUnknown(tx, id)).recipients.length);

/**
 * Queues a new run for the recipients whose delivery is `unknown`: the mail server's answer was lost, so that they may
 * get the report twice. It takes the stored model and no second reservation. Who was sent to in the meantime, or is no
 * longer on the schedule's list, is left out; who has unsubscribed is when it sends.
 * @returns the new run's id and how many it is for
 * @throws ReportctlError (exit 2) for a run that is unknown, under way, or has no such recipient
 */
export function resendUnknown(
  pool: Pool,
  id: string,
  options: RetryOptions,
): Promise<{ id: string; recipients: number }> {
  return transaction(pool, async (tx) => {
    const { origin, recipients } = await lockUnknown(tx, id);
    const resend = await queueRetry(tx, origin, options);
    // Its ledger, opened here, is what tells the run whom it is for.
    await openDeliveries(tx, { id: resend }, recipients, options.now);
    return { id: resend, recipients: recipients.length };
  });
}

async function lockUnknown(tx: Queryable, id: string): Promise<{ origin: RetryOrigin; recipients: Recipient[] }> {
  const origin = await lockOrigin(tx, id);
  if (origin.status === 'queued' || origin.status === 'running') {
    throw usageError(`The run ${id} is still under way.`, 'under_way');
  }
  await assertNoOpenRetry(tx, origin);
  const recipients = await unknownRecipients(tx, origin.root);
  if (recipients.length > 0) return { origin, recipients };
  throw usageError(`The run ${id} left nobody whose delivery is unknown.`, 'nothing_unknown');
}

async function lockOrigin(tx: Queryable, id: string): Promise<RetryOrigin> {
  const origin = await lockRetryOrigin(tx, id);
  if (origin) return origin;
  throw unknownId('run', id);
}

async function assertNoOpenRetry(tx: Queryable, { id, root }: RetryOrigin): Promise<void> {
  if (await hasOpenRetry(tx, root)) {
    throw usageError(`A retry of the run ${id} is already under way.`, 'already_retried');
  }
}

async function nobodyLeft(tx: Queryable, { id, root }: RetryOrigin) {
  const unknown = await unknownRecipients(tx, root);
  if (unknown.length === 0) return usageError(`The run ${id} left nobody to retry.`, 'not_retryable');
  return usageError(
    `All that is left of the run ${id} are deliveries whose answer was lost. To send them once more, run: reportctl runs resend --unknown ${id}`,
    'only_unknown',
  );
}

async function queueRetry(tx: Queryable, origin: RetryOrigin, { now, fairKey }: RetryOptions): Promise<string> {
  const retry = { id: newId(), origin, createdAt: now, fairKey: fairKey(origin.account_id) };
  await insertRetry(tx, retry);
  return retry.id;
}
