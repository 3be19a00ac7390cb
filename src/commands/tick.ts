import { Command } from 'commander';
import { withApp } from '../app/app.ts';
import { assertDatabaseNamed } from '../app/modes.ts';
import { runTick } from '../app/run-tick.ts';
import { watchedTick } from '../app/watched-tick.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { findWaiting } from '../pipeline/queries.ts';
import type { TickSummary } from '../pipeline/tick-summary.ts';
import { nothingDue } from '../pipeline/waiting.ts';
import { colours } from './colours.ts';
import { printJson, printLine, printTable } from './support.ts';

const EXAMPLES = `
Examples:
  $ reportctl tick                 what the crontab starts every minute
  $ reportctl tick --json          with the summary as JSON on stdout`;

interface TickCommandOptions {
  json?: boolean;
  untilIdle?: boolean;
  dryRun?: boolean;
}

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  return new Command('tick')
    .description('Dispatches the schedules that are due and works off the runs that are ready, then ends.')
    .option('--json', 'print the summary as JSON')
    .option(
      '--until-idle',
      'go on while it holds work, dispatching each minute; for systemd, where ticks never overlap',
    )
    .option('--dry-run', 'show what would be dispatched and change nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (options: TickCommandOptions) => {
      if (options.dryRun) return dryRun(io, options.json ?? false);
      const { summary, text } = await withApp(io, { mayBeIdle: true }, async (app) => {
        const done = await watchedTick(app, async () => {
          assertDatabaseNamed(app);
          return runTick(app, { queue: 'default', untilIdle: options.untilIdle ?? false });
        });
        return {
          summary: done,
          text: inWords(done) ?? nothingDue(await findWaiting((await app.database()).pool, 'default')),
        };
      });
      if (options.json) printJson(io, summary);
      const troubled = summary.failed + summary.partial > 0;
      if (!options.json) printLine(io, troubled ? colours(io).red(text) : text);
      exit(troubled ? EXIT.workFailed : EXIT.done);
    });
}

async function dryRun(io: Io, json: boolean): Promise<void> {
  const planned = await withApp(io, {}, async (app) => {
    assertDatabaseNamed(app);
    const { pool, clock } = await app.database();
    const { planDueDispatch } = await import('../scheduling/dry-run.ts');
    return planDueDispatch(pool, clock.now());
  });
  if (json) return printJson(io, planned);
  if (planned.length === 0) return printLine(io, 'nothing due');
  printTable(
    io,
    ['SCHEDULE', 'ACTION', 'SCHEDULED FOR', 'MISSED', 'NEXT RUN'],
    planned.map((row) => [
      row.scheduleId,
      row.reason ? `${row.action}: ${row.reason}` : row.action,
      row.scheduledFor?.toISOString() ?? '–',
      String(row.missed),
      row.nextRunAt?.toISOString() ?? '–',
    ]),
  );
}

/** Undefined where nothing was done. */
function inWords(summary: TickSummary): string | undefined {
  if (summary.dispatched + summary.claimed + summary.rescued + summary.paused === 0) return undefined;
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
