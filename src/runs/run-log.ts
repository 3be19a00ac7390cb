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
export function logEnd(log: Log, end: Ended): void {
  const { outcome } = end;
  if (outcome.kind === 'finished') log.info(endFields({ status: outcome.status }, end), 'run ended');
  else log.info(endFields({ availableAt: outcome.availableAt }, end), 'run given back');
}

/** Spread into one another, and with a Date for pino to write, these cost 20 µs a run: a tenth of a whole drain. */
function endFields(
  fields: Record<string, unknown>,
  { run, outcome, startedAt, finishedAt, trace }: Ended,
): Record<string, unknown> {
  Object.assign(fields, runFields(run), trace?.stages.fields);
  fields.trigger = run.trigger;
  fields.scheduledFor = run.scheduledFor.toISOString();
  fields.errorCode = outcome.errorCode;
  fields.totalMs = finishedAt.getTime() - startedAt.getTime();
  if (trace?.recipients) fields.recipients = trace.recipients;
  return fields;
}
