import type { FailureScope } from '../core/errors.ts';

export type RunTrigger = 'schedule' | 'manual' | 'qa';

export type TerminalStatus =
  | 'completed'
  | 'partial'
  | 'failed'
  | 'skipped_limit'
  | 'skipped_inactive'
  | 'skipped_empty'
  | 'skipped_missed'
  | 'blocked_unverified'
  | 'suppressed_all'
  | 'no_recipients'
  | 'cancelled';

export type RunStatus = 'queued' | 'running' | TerminalStatus;

export const RUN_STATUSES: readonly RunStatus[] = [
  'queued',
  'running',
  'completed',
  'partial',
  'failed',
  'skipped_limit',
  'skipped_inactive',
  'skipped_empty',
  'skipped_missed',
  'blocked_unverified',
  'suppressed_all',
  'no_recipients',
  'cancelled',
];

/** A run that this process holds, under its token, until the lease ends. */
export interface ClaimedRun {
  id: string;
  scheduleId: string;
  accountId: string;
  trigger: RunTrigger;
  /** The nominal instant; the report's window hangs on it, so that retries agree. */
  scheduledFor: Date;
  missed: number;
  retryOf: string | null;
  /** This attempt's number, from 1. */
  attempt: number;
  token: string;
  /** Set where the checks refuse a run that has already sent something: it is not to go on, and ends by its ledger. */
  refusal?: Refusal;
}

/** Why a run ends without being worked on. */
export interface Refusal {
  status: TerminalStatus;
  errorCode: string;
  error: string;
}

/** What became of a run's work. */
export type RunOutcome =
  | {
      kind: 'finished';
      status: TerminalStatus;
      errorCode?: string;
      /** Safe to show: no SQL, URL, stack or credential. */
      error?: string;
      /** Whose fault a failure is; only `schedule` moves the schedule's failure counter. */
      scope?: FailureScope;
    }
  /** To be claimed again, not before `availableAt`; a snooze or a deferred delivery burns no attempt. */
  | { kind: 'requeued'; availableAt: Date | null; burnAttempt: boolean; errorCode: string; error: string };

/** Statuses under which the report was made, so that its generation counts to the plan's limit. */
const COUNTED: ReadonlySet<TerminalStatus> = new Set(['completed', 'partial']);

export const countsToLimit = (status: TerminalStatus): boolean => COUNTED.has(status);
