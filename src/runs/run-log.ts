import type { Log } from '../core/log.ts';
import type { Ended } from './finisher.ts';
import type { ClaimedRun } from './run.ts';

/** What tells a run in every line about it, on whatever host: its trace is followed by `runId`. */
export const runFields = ({ id, scheduleId, accountId, attempt, retryOf }: ClaimedRun) => ({
  runId: id,
  scheduleId,
  accountId,
  attempt,
  ...(retryOf === null ? {} : { retryOf }),
});

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
