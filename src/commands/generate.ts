import { Command, Option } from 'commander';
import { withApp } from '../app/app.ts';
import { feedMode } from '../app/modes.ts';
import { runTick } from '../app/run-tick.ts';
import { usageError } from '../core/errors.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { type ManualRun, runManually } from '../pipeline/manual-run.ts';
import { findNarrative } from '../pipeline/stored-narrative.ts';
import type { LatestReport } from '../runs/run-queries.ts';
import { AUDIENCES, REPORT_TYPES } from '../scheduling/schedule.ts';
import { askYesNo } from './ask.ts';
import { isPreview, type PreviewOptions, preview } from './generate-preview.ts';
import { printSources } from './narrative-text.ts';
import { camelCase, collect, MARKET_ZONE, parseId, parseInteger, printJson, printLine } from './support.ts';

const EXAMPLES = `
With --schedule it makes and delivers that schedule's report now; with --out,
--open or --send-to it only shows it.

Examples:
  $ reportctl generate --schedule 0198c5a0-7d5e-7000-8000-000000000001
  $ reportctl generate --city Irvine --lookback 30 --out irvine.pdf
  $ reportctl generate --type price_bands --audience condo --city Austin --open
  $ reportctl generate --schedule 0198c5a0-7d5e-7000-8000-000000000001 \\
      --send-to me@example.com`;

interface GenerateOptions extends PreviewOptions {
  force?: boolean;
}

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  return new Command('generate')
    .description('Makes one report now: delivers it to a schedule’s recipients, or saves it to a file.')
    .option('--schedule <id>', 'the schedule to make it for', parseId)
    .addOption(alone('--type <report_type>', 'what to make').choices(REPORT_TYPES).default('market_snapshot'))
    .addOption(alone('--audience <audience>', 'whom it is for').choices(AUDIENCES).default('all'))
    .addOption(alone('--city <city>', 'a city; may be given more than once').argParser(collect).default([]))
    .addOption(
      alone('--postal-code <zip>', 'a postal code; may be given more than once').argParser(collect).default([]),
    )
    .addOption(alone('--lookback <days>', 'length of the reported window').argParser(parseInteger(1, 730)).default(30))
    .addOption(alone('--timezone <zone>', MARKET_ZONE).default('America/Los_Angeles'))
    .option('--out <file>', 'write it to this .html, .pdf, .eml, .png, .txt or .json file; no recipient gets it')
    .option('--open', 'show it in the browser; no recipient gets it')
    .option('--send-to <address>', 'send a test to this address alone; no limit or schedule is touched')
    .option('--explain', 'show where each figure of the narrative comes from')
    .addOption(
      new Option('--force', 'deliver even if a report is under way or went out within the hour').conflicts([
        'out',
        'open',
        'sendTo',
      ]),
    )
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: GenerateOptions) => {
      if (isPreview(options)) await preview(io, options);
      else if (options.schedule !== undefined) exit(await deliver(io, options.schedule, options));
      else
        throw usageError(
          'Give --schedule <id> to deliver a report, or --city with --out, --open, --send-to or --explain for a preview.',
        );
    });
}

/** An option that a schedule has of its own. */
const alone = (flags: string, meaning: string): Option =>
  new Option(flags, `without a schedule: ${meaning}`).conflicts('schedule');

async function deliver(io: Io, scheduleId: string, options: GenerateOptions): Promise<ExitCode> {
  const files: string[] = [];
  const { result, narrative, sample } = await withApp(io, { logLevel: 'warn' }, async (app) => {
    const { pool, clock } = await app.database();
    const made = await runManually(scheduleId, {
      pool,
      now: () => clock.now(),
      tick: (queue) => runTick(app, { queue, uncapped: true, onFiles: (written) => files.push(...written) }),
      confirmRepeat: (latest) => (options.force ? Promise.resolve(true) : confirm(io, latest, clock.now())),
    });
    return {
      result: made,
      narrative: options.explain ? await findNarrative(pool, made.run.id) : undefined,
      sample: feedMode(app.loaded) === 'sample',
    };
  });
  if (options.json) {
    const explained = narrative === undefined ? {} : { narrative };
    printJson(io, { ...camelCase(result.run), ledger: result.ledger, files, sample, ...explained });
  } else {
    printOutcome(io, result, { files, sample });
    if (narrative !== undefined) printSources(io, narrative);
  }
  return result.run.status === 'completed' ? EXIT.done : EXIT.workFailed;
}

function printOutcome(
  io: Io,
  { run, ledger }: ManualRun,
  { files, sample }: { files: readonly string[]; sample: boolean },
): void {
  const sent = `${ledger.sent} sent${ledger.suppressed > 0 ? `, ${ledger.suppressed} suppressed` : ''}`;
  const retry = run.status === 'queued' ? '; the next tick tries again' : '';
  printLine(io, `run ${run.id}: ${run.status}${run.error ? ` – ${run.error}` : ''} (${sent})${retry}`);
  if (sample) printLine(io, 'made from sample data, not real listings');
  if (files.length > 0) printLine(io, 'written to files, not mailed:');
  for (const file of files) printLine(io, `  ${file}`);
}

function confirm(io: Io, { under_way, at }: LatestReport, now: Date): Promise<boolean> {
  if (under_way) return askYesNo(io, 'A report of this schedule is being made or sent now. Send another?');
  const minutes = Math.max(1, Math.round((now.getTime() - at.getTime()) / 60_000));
  return askYesNo(io, `A report of this schedule went out ${minutes} min ago. Send another?`);
}
