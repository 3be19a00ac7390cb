import { type Command, Option } from 'commander';
import { withApp } from '../app/app.ts';
import { ReportctlError, usageError } from '../core/errors.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import type { Pool } from '../db/pool.ts';
import { countUnknown, resendUnknown, retryRun } from '../pipeline/retry-run.ts';
import { listRetryable } from '../runs/history-queries.ts';
import { readFairKeys } from '../scheduling/dispatch-queries.ts';
import { FairKeys } from '../scheduling/fair-keys.ts';
import { askYesNo } from './ask.ts';
import { parseAge, parseId, printJson, printLine } from './support.ts';

const TWO_HOURS_MS = 2 * 3_600_000;

interface RetryOptions {
  failed?: boolean;
  since: number;
  code?: string;
}

interface ResendOptions {
  unknown?: boolean;
  yes?: boolean;
  json?: boolean;
}

/** retry and resend, beside list, show and cancel. */
export function defineRetries(runs: Command, io: Io, exit: (code: ExitCode) => void): void {
  runs
    .command('retry')
    .description('queue a new run for the recipients that a failed one did not reach')
    .argument('[id]', 'its id', parseId)
    .option('--failed', 'all failed and partial runs that were not retried yet')
    .addOption(
      new Option('--since <time>', 'with --failed: how far back').argParser(parseAge).default(TWO_HOURS_MS, '2h'),
    )
    .option('--code <error_code>', 'with --failed: only this cause')
    .action(async (id: string | undefined, options: RetryOptions, command: Command) => {
      if (id !== undefined) assertForFailed(command);
      if (!(await retry(io, id, options))) exit(EXIT.workFailed);
    });
  runs
    .command('resend')
    .description('queue a new run for recipients who may have got the report: the mail server’s answer was lost')
    .argument('<id>', 'the run’s id', parseId)
    .option('--unknown', 'to all whose delivery is unknown; nobody else is ever sent to again')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action((id: string, options: ResendOptions) => resend(io, id, options));
}

/** With one run's id there is nothing to choose from. */
function assertForFailed(command: Command): void {
  const stray = ['since', 'code'].find((name) => command.getOptionValueSource(name) === 'cli');
  if (stray !== undefined) throw usageError(`--${stray} goes with --failed, not with an id.`, 'option_unused');
}

/** @returns false where one of several was refused */
async function retry(io: Io, id: string | undefined, options: RetryOptions): Promise<boolean> {
  if ((id === undefined) === !options.failed) throw usageError('Give either a run’s id or --failed.');
  return withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    const since = new Date(clock.now().getTime() - options.since);
    const ids = id === undefined ? await listRetryable(pool, { since, code: options.code ?? null }) : [id];
    const fairKey = await openFairKeys(pool);
    let left = 0;
    for (const failed of ids) {
      try {
        printLine(io, `queued ${await retryRun(pool, failed, { now: clock.now(), fairKey })}, a retry of ${failed}`);
      } catch (error) {
        // Somebody else retried it meanwhile: no reason to leave the others.
        if (id !== undefined || !(error instanceof ReportctlError)) throw error;
        printLine(io, `not retried: ${error.message}`);
        left += 1;
      }
    }
    if (ids.length === 0) printLine(io, 'no failed run to retry');
    return left === 0;
  });
}

async function resend(io: Io, id: string, { unknown, yes, json }: ResendOptions): Promise<void> {
  if (!unknown) throw usageError('Give --unknown: only what may not have arrived is sent again.');
  const result = await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    const recipients = inWords(await countUnknown(pool, id));
    if (!yes && !(await askYesNo(io, `Send the report once more to ${recipients} who may have got it already?`))) {
      throw usageError('Nothing was queued. Give --yes to send again.', 'not_confirmed');
    }
    return resendUnknown(pool, id, { now: clock.now(), fairKey: await openFairKeys(pool) });
  });
  if (json) printJson(io, result);
  else printLine(io, `queued ${result.id} for ${inWords(result.recipients)} of ${id}`);
}

async function openFairKeys(pool: Pool): Promise<(account: string) => number> {
  const keys = new FairKeys(await readFairKeys(pool, 'default'));
  return (account) => keys.next(account);
}

const inWords = (recipients: number): string => (recipients === 1 ? '1 recipient' : `${recipients} recipients`);
