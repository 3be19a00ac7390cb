import { ReportctlError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { databaseError } from '../db/pool.ts';
import { Snooze } from './classify.ts';
import type { Ended } from './finisher.ts';
import type { ClaimedRun, RunOutcome } from './run.ts';

/** What tells a run in every line about it, on whatever host: its trace is followed by `runId`. */
export const runFields = ({ id, scheduleId, accountId, attempt, retryOf }: ClaimedRun) => ({
  runId: id,
  scheduleId,
  accountId,
  attempt,
  ...(retryOf === null ? {} : { retryOf }),
});

/** What the run's row says is enough of what we know; of anything else this is the only trace of where it arose. */
export function logFailure(log: Log, error: unknown, { errorCode }: RunOutcome): void {
  const known = error instanceof Snooze || databaseError(error) instanceof ReportctlError;
  const told = error instanceof Error ? error.message : error;
  log.error(known ? { errorCode, error: told } : { errorCode, err: error }, 'run failed');
}

/** The one line of an attempt's end, once that is durable. */
export function logEnd(log: Log, { run, outcome, startedAt, finishedAt, trace }: Ended): void {
  const figures = {
    ...runFields(run),
    trigger: run.trigger,
    scheduledFor: run.scheduledFor,
    errorCode: outcome.errorCode,
    totalMs: finishedAt.getTime() - startedAt.getTime(),
    ...trace?.stages.fields,
    ...(trace?.recipients ? { recipients: trace.recipients } : {}),
  };
  if (outcome.kind === 'finished') log.info({ status: outcome.status, ...figures }, 'run ended');
  else log.info({ availableAt: outcome.availableAt, ...figures }, 'run given back');
}
