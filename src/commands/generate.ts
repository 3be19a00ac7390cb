import { createInterface } from 'node:readline/promises';
import { Command, Option } from 'commander';
import { withApp } from '../app/app.ts';
import { composeAdHoc, composeForSchedule } from '../app/generate.ts';
import { runTick } from '../app/run-tick.ts';
import { usageError } from '../core/errors.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { isZone } from '../core/time-zone.ts';
import { type ManualRun, runManually } from '../pipeline/manual-run.ts';
import { assertWritable, saveReport } from '../pipeline/report-file.ts';
import { AUDIENCES, type Audience, parseArea, REPORT_TYPES, type ReportType } from '../scheduling/schedule.ts';
import { camelCase, collect, parseId, parseInteger, printJson, printLine } from './support.ts';

const EXAMPLES = `
With --schedule it makes and delivers that schedule's report now; with --out it only writes a file.

Examples:
  $ reportctl generate --schedule 0198c5a0-7d5e-7000-8000-000000000001
  $ reportctl generate --city Irvine --lookback 30 --out irvine.html
  $ reportctl generate --schedule 0198c5a0-7d5e-7000-8000-000000000001 --out preview.html`;

interface GenerateOptions {
  schedule?: string;
  type: ReportType;
  audience: Audience;
  city: string[];
  postalCode: string[];
  lookback: number;
  timezone: string;
  out?: string;
  force?: boolean;
  json?: boolean;
}

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  return new Command('generate')
    .description('Makes one report now: delivers it to a schedule’s recipients, or saves it to a file.')
    .option('--schedule <id>', 'the schedule to make it for', parseId)
    .addOption(
      new Option('--type <report_type>', 'without a schedule: what to make')
        .choices(REPORT_TYPES)
        .default('market_snapshot'),
    )
    .addOption(
      new Option('--audience <audience>', 'without a schedule: whom it is for').choices(AUDIENCES).default('all'),
    )
    .option('--city <city>', 'without a schedule: a city; may be given more than once', collect, [])
    .option('--postal-code <zip>', 'without a schedule: a postal code; may be given more than once', collect, [])
    .option('--lookback <days>', 'without a schedule: length of the reported window', parseInteger(1, 730), 30)
    .option('--timezone <zone>', 'without a schedule: whose days count', 'America/Los_Angeles')
    .option('--out <file>', 'write it to this .html, .txt or .json file and send nothing')
    .option('--force', 'deliver even if a report went out within the hour')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: GenerateOptions) => {
      if (options.out !== undefined) await save(io, options, options.out);
      else if (options.schedule !== undefined) exit(await deliver(io, options.schedule, options));
      else throw usageError('Give --schedule <id> to deliver a report, or --city and --out to save one.');
    });
}

async function save(io: Io, options: GenerateOptions, out: string): Promise<void> {
  assertWritable(out);
  const { schedule } = options;
  if (!isZone(options.timezone)) {
    throw usageError(`"${options.timezone}" is not a time zone. Use an IANA name such as America/Chicago.`, 'bad_zone');
  }
  const model = await withApp(io, { logLevel: 'warn' }, (app) => {
    if (schedule !== undefined) return composeForSchedule(app, schedule);
    const area = parseArea(options.city, options.postalCode);
    const { type: reportType, audience, lookback: lookbackDays, timezone } = options;
    return composeAdHoc(app, { reportType, audience, ...area, lookbackDays, timezone });
  });
  await saveReport(out, model);
  if (options.json) printJson(io, { out, subject: model.subject, sample: model.source.sample });
  else printLine(io, `wrote ${out}: ${model.subject}${model.source.sample ? ' (sample data, not real listings)' : ''}`);
}

async function deliver(io: Io, scheduleId: string, options: GenerateOptions): Promise<ExitCode> {
  const files: string[] = [];
  const result = await withApp(io, { logLevel: 'warn' }, async (app) => {
    const { pool, clock } = await app.database();
    return runManually(scheduleId, {
      pool,
      now: () => clock.now(),
      tick: (queue) => runTick(app, { queue, uncapped: true, onFiles: (written) => files.push(...written) }),
      confirmRepeat: (lastSent) => (options.force ? Promise.resolve(true) : confirm(io, lastSent, clock.now())),
    });
  });
  if (options.json) printJson(io, { ...camelCase(result.run), ledger: result.ledger, files });
  else printOutcome(io, result, files);
  return result.run.status === 'completed' ? EXIT.done : EXIT.workFailed;
}

function printOutcome(io: Io, { run, ledger }: ManualRun, files: readonly string[]): void {
  const sent = `${ledger.sent} sent${ledger.suppressed > 0 ? `, ${ledger.suppressed} suppressed` : ''}`;
  const retry = run.status === 'queued' ? '; the next tick tries again' : '';
  printLine(io, `run ${run.id}: ${run.status}${run.error ? ` – ${run.error}` : ''} (${sent})${retry}`);
  for (const file of files) printLine(io, `  ${file}`);
}

/** Asks on a terminal; without one the answer is no, since nobody can be asked. */
async function confirm(io: Io, lastSent: Date, now: Date): Promise<boolean> {
  const minutes = Math.max(1, Math.round((now.getTime() - lastSent.getTime()) / 60_000));
  if (!io.stdin.isTTY) return false;
  const ask = createInterface({ input: io.stdin, output: io.stderr });
  try {
    const answer = await ask.question(`A report of this schedule went out ${minutes} min ago. Send another? [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    ask.close();
  }
}
