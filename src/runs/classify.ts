import { ReportctlError } from '../core/errors.ts';
import { databaseError } from '../db/pool.ts';
import { backoffMs } from './backoff.ts';
import type { ClaimedRun, RunOutcome } from './run.ts';

/** Thrown by a step to give the run back until `availableAt` without burning an attempt: the vendor's next free slot. */
export class Snooze extends Error {
  override readonly name = 'Snooze';
  readonly availableAt: Date;
  readonly code: string;

  constructor(availableAt: Date, code: string, message: string) {
    super(message);
    this.availableAt = availableAt;
    this.code = code;
  }
}

interface Retry {
  now: Date;
  maxAttempts: number;
  random: () => number;
}

/**
 * Turns whatever a run's work threw into its outcome. A fault of the schedule's own data fails it at once: trying
 * again cannot help. Anything else is the system's, is tried again, and never counts against the schedule.
 */
export function outcomeOfError(error: unknown, run: ClaimedRun, retry: Retry): RunOutcome {
  if (error instanceof Snooze) {
    return {
      kind: 'requeued',
      availableAt: error.availableAt,
      burnAttempt: false,
      errorCode: error.code,
      error: error.message,
    };
  }
  const { code, message, scope } = describe(error);
  if (scope === 'schedule' || run.attempt >= retry.maxAttempts) {
    return { kind: 'finished', status: 'failed', errorCode: code, error: message, scope };
  }
  const availableAt = new Date(retry.now.getTime() + backoffMs(run.attempt, retry.random()));
  return { kind: 'requeued', availableAt, burnAttempt: true, errorCode: code, error: message };
}

function describe(error: unknown): Pick<ReportctlError, 'code' | 'message' | 'scope'> {
  const known = databaseError(error);
  if (known instanceof ReportctlError) return known;
  // Other errors may carry SQL, paths or credentials: the log has them, the run row gets a safe sentence.
  return { code: 'internal', message: 'An unexpected error occurred; the log of this run has it.', scope: 'system' };
}
