import { Command } from 'commander';
import { withApp } from '../app/app.ts';
import { runTick } from '../app/run-tick.ts';
import { configError } from '../core/errors.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import type { TickSummary } from '../pipeline/tick-summary.ts';
import { printJson, printLine } from './support.ts';

const EXAMPLES = `
Examples:
  $ reportctl tick                 what the crontab starts every minute
  $ reportctl tick --json          with the summary as JSON on stdout`;

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  return new Command('tick')
    .description('Dispatches the schedules that are due and works off the runs that are ready, then ends.')
    .option('--json', 'print the summary as JSON')
    .option('--log-level <level>', 'debug, info, warn, error or silent')
    .addHelpText('after', EXAMPLES)
    .action(async (options: { json?: boolean; logLevel?: string }) => {
      const summary = await withApp(io, options.logLevel ? { logLevel: options.logLevel } : {}, async (app) => {
        // A crontab that lost its settings must not run green on an empty database.
        if (app.settings.databaseUrl === undefined) {
          throw configError(
            'DATABASE_URL is not set. Set it to the PostgreSQL to work on, or to "embedded" for the built-in one.',
            'database_missing',
          );
        }
        return runTick(app, { queue: 'default' });
      });
      if (options.json) printJson(io, summary);
      else printLine(io, inWords(summary));
      exit(summary.failed + summary.partial > 0 ? EXIT.workFailed : EXIT.done);
    });
}

function inWords(summary: TickSummary): string {
  if (summary.dispatched + summary.claimed + summary.rescued + summary.paused === 0) return 'nothing due';
  const skipped = Object.entries(summary.skipped).map(([status, count]) => `${count} ${status}`);
  const parts = [
    `${summary.dispatched} dispatched`,
    `${summary.claimed} claimed`,
    `${summary.completed} completed`,
    `${summary.partial} partial`,
    `${summary.failed} failed`,
    ...skipped,
    `${summary.retried} to retry`,
    `${summary.rescued} rescued`,
    `${summary.paused} paused`,
  ];
  return `${parts.filter((part) => !part.startsWith('0 ')).join(', ')} in ${(summary.durationMs / 1000).toFixed(1)} s`;
}
