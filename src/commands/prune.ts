import { Command } from 'commander';
import { type App, withApp } from '../app/app.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { keepDaysOf, type PrunedTable, type PruneResult, prune } from '../ops/prune.ts';
import { parseInteger, printJson, printLine, printTable } from './support.ts';

const EXAMPLES = `
How long rows are kept is set by KEEP_RUNS_DAYS (400), KEEP_REPORTS_DAYS (100),
KEEP_NOTICES_DAYS (400), KEEP_MARKET_DAYS (1500) and KEEP_HOSTS_DAYS (30).
Whatever they say, these stay: the newest run of each schedule, runs that guard
an instant from being fired again, runs with a delivery whose answer is unknown,
the reports of an account's current month. It may run beside ticks, and may be
stopped at any time.

Examples:
  $ reportctl prune --dry-run
  $ reportctl prune
  $ KEEP_RUNS_DAYS=90 reportctl prune --max-seconds 60 --json`;

/** A batch holds its locks for some milliseconds. */
const BATCH = 1_000;

interface PruneCommandOptions {
  dryRun?: boolean;
  maxSeconds: number;
  json?: boolean;
}

export function define(io: Io, _exit: (code: ExitCode) => void): Command {
  return new Command('prune')
    .description('Deletes what need not be kept any longer, in small batches.')
    .option('--dry-run', 'say how many rows would go, and delete nothing')
    .option(
      '--max-seconds <n>',
      'end after this time and leave the rest to the next call',
      parseInteger(1, 86_400),
      900,
    )
    .option('--json', 'print the numbers as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: PruneCommandOptions) => {
      const { result, keepDays } = await withApp(io, {}, (app) => run(app, options));
      if (options.json) return printJson(io, { ...result, keepDays, dryRun: options.dryRun ?? false });
      print(io, result, keepDays, options.dryRun ?? false);
    });
}

async function run(app: App, options: PruneCommandOptions) {
  const { io, settings, log } = app;
  const { pool, clock } = await app.database();
  const keepDays = keepDaysOf(settings);
  const endsAt = performance.now() + options.maxSeconds * 1000;
  const result = await prune({
    pool,
    now: clock.now(),
    keepDays,
    batch: BATCH,
    dryRun: options.dryRun ?? false,
    mayGoOn: () => !io.stop.aborted && performance.now() < endsAt,
    onProgress: (table, rows) => showProgress(io, table, rows),
  });
  if (io.stderr.isTTY) io.stderr.write('\r\u001b[K');
  else log.info({ ...result, dryRun: options.dryRun ?? false }, 'pruned');
  return { result, keepDays };
}

function showProgress({ stderr }: Io, table: PrunedTable, rows: number): void {
  if (stderr.isTTY) stderr.write(`\r\u001b[K${table}: ${rows}`);
}

function print(io: Io, { rows, complete }: PruneResult, keepDays: Record<PrunedTable, number>, dryRun: boolean): void {
  const tables = Object.keys(rows) as PrunedTable[];
  printTable(
    io,
    ['TABLE', 'KEPT FOR', dryRun ? 'WOULD GO' : 'DELETED'],
    tables.map((table) => [
      table,
      keepDays[table] === 0 ? 'until expiry' : `${keepDays[table]} days`,
      String(rows[table]),
    ]),
  );
  if (!complete) printLine(io, 'It was ended before it was through; the next call goes on.');
}
