import type { DeliveryResult } from '../delivery/delivery.ts';
import { runStatusFromLedger } from '../delivery/run-status.ts';
import type { RunOutcome } from '../runs/run.ts';

/**
 * What a delivery means for its run. A broken mail system is thrown, so that it is classified and retried like any
 * other failure of the system.
 */
export function outcomeOfDelivery({ counts, nextAttemptAt, stopped }: DeliveryResult): RunOutcome {
  if (stopped?.reason === 'system') throw stopped.error;
  if (stopped?.reason === 'paced') return requeue(stopped.availableAt, 'smtp_pace', STOPPED.paced);
  if (stopped !== undefined) return requeue(null, stopped.reason, STOPPED[stopped.reason]);
  if (counts.pending > 0)
    return requeue(nextAttemptAt, 'recipient_deferred', 'The mail server asked to try again later.');
  const status = runStatusFromLedger(counts);
  if (status === 'completed' || status === 'suppressed_all' || status === 'no_recipients') {
    return { kind: 'finished', status };
  }
  const total = counts.sent + counts.failed + counts.unknown;
  const error =
    counts.unknown > 0
      ? `${counts.failed} of ${total} recipients were refused; of ${counts.unknown} the mail server's answer was lost.`
      : `The mail server refused ${counts.failed} of ${total} recipients.`;
  return { kind: 'finished', status, errorCode: 'delivery_failed', error, scope: 'schedule' };
}

const STOPPED = {
  lease_lost: 'Another process took this run over.',
  held: 'An operator holds all sending.',
  aborted: 'The process is stopping.',
  paced: 'The next turn under SMTP_PER_SECOND lies minutes ahead.',
} as const;

function requeue(availableAt: Date | null, errorCode: string, error: string): RunOutcome {
  return { kind: 'requeued', availableAt, burnAttempt: false, errorCode, error };
}
