import { usageError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { unknownId } from '../core/unknown-id.ts';
import { type Pool, transaction } from '../db/pool.ts';
import { hasOpenRetry, insertRetry, lockRetryOrigin } from './history-queries.ts';

const RETRYABLE = new Set([
  'failed',
  'partial',
  'cancelled',
  'skipped_limit',
  'skipped_inactive',
  'blocked_unverified',
]);

/**
 * Queues a new run for what a finished one left undone: the same instant and window, only the recipients not yet sent
 * to, no second reservation. The finished row stays as it is.
 * @param fairKey the account's next place in the fair order: retries after an outage must not precede everybody
 * @returns the new run's id
 * @throws ReportctlError (exit 2) for a run that is unknown, under way, or left nothing to retry
 */
export async function retryRun(
  pool: Pool,
  id: string,
  { now, fairKey }: { now: Date; fairKey: (accountId: string) => number },
): Promise<string> {
  return transaction(pool, async (tx) => {
    const origin = await lockRetryOrigin(tx, id);
    if (!origin) throw unknownId('run', id);
    if (!RETRYABLE.has(origin.status)) {
      throw usageError(`The run ${id} is ${origin.status}; there is nothing to retry.`, 'not_retryable');
    }
    if (await hasOpenRetry(tx, origin.root)) {
      throw usageError(`A retry of the run ${id} is already under way.`, 'already_retried');
    }
    const retry = { id: newId(), origin, createdAt: now, fairKey: fairKey(origin.account_id) };
    await insertRetry(tx, retry);
    return retry.id;
  });
}
