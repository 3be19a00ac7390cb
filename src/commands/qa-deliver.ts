import { resolve } from 'node:path';
import { Command } from 'commander';
import { type App, withApp } from '../app/app.ts';
import { databaseMode, feedMode, mailMode } from '../app/modes.ts';
import { runTick } from '../app/run-tick.ts';
import { usageError } from '../core/errors.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { isZone } from '../core/time-zone.ts';
import { parseAddress } from '../delivery/address.ts';
import { readHold } from '../ops/hold.ts';
import { CONFIGURATIONS, QUICK_CONFIGURATIONS } from '../qa/configuration.ts';
import { type QaResult, runLocalSession } from '../qa/local-session.ts';
import { parseArea } from '../scheduling/schedule.ts';
import { colours } from './colours.ts';
import { parseInteger, printJson, printLine } from './support.ts';

const EXAMPLES = `
It makes temporary schedules that are due, runs the full tick for them alone, checks the ledger and the produced
messages, cleans up, and exits 1 unless every one was delivered.

Examples:
  $ reportctl qa-deliver --deliver-to me@example.com --quick
  $ reportctl qa-deliver --deliver-to me@example.com --city Houston --timezone America/Chicago --json`;

interface QaDeliverOptions {
  deliverTo: string;
  city: string;
  timezone: string;
  timeoutSeconds: number;
  quick?: boolean;
  keepSchedules?: boolean;
  json?: boolean;
}

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  return new Command('qa-deliver')
    .description('Tries the whole way of a report, from a due schedule to the delivered message.')
    .requiredOption('--deliver-to <address>', 'who gets the messages')
    .option('--city <city>', 'the city to report on', 'Irvine')
    .option('--timezone <zone>', 'whose days count', 'America/Los_Angeles')
    .option('--timeout-seconds <n>', 'give up after this time', parseInteger(1, 3600), 300)
    .option('--quick', 'only the first configuration')
    .option('--keep-schedules', 'leave the temporary schedules in the database')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: QaDeliverOptions) => {
      const recipient = parseAddress(options.deliverTo);
      const { cities } = parseArea([options.city], []);
      if (!isZone(options.timezone)) {
        throw usageError(
          `"${options.timezone}" is not a time zone. Use an IANA name such as America/Chicago.`,
          'bad_zone',
        );
      }
      const note = (text: string) => io.stderr.write(`reportctl: ${text}\n`);
      io.stop.addEventListener('abort', () => note('stopping; what has begun is finished first'), { once: true });
      const results = await withApp(io, { logLevel: 'warn', quiet: !options.json }, async (app) => {
        if (!options.json) printLine(io, modesInWords(app));
        const { pool, clock } = await app.database();
        return runLocalSession(
          {
            configurations: options.quick ? QUICK_CONFIGURATIONS : CONFIGURATIONS,
            city: cities[0] ?? options.city,
            timezone: options.timezone,
            recipient,
            timeoutMs: options.timeoutSeconds * 1000,
            keepSchedules: options.keepSchedules ?? false,
          },
          {
            ...{ pool, clock, stop: io.stop, onWait: note, hold: () => readHold(pool) },
            tick: (queue, onFiles, stop) => runTick(app, { queue, onFiles, stop }),
          },
        );
      });
      if (options.json) printJson(io, results);
      else printResults(io, results);
      exit(results.every(({ delivered }) => delivered) ? EXIT.done : EXIT.workFailed);
    });
}

/** Somebody who configured nothing must see that these are not real listings and that nothing was mailed. */
function modesInWords({ loaded, io, settings }: App): string {
  const database = databaseMode(loaded).kind === 'embedded' ? 'embedded PostgreSQL' : 'the PostgreSQL of DATABASE_URL';
  const feed = feedMode(loaded) === 'sample' ? 'sample data, not real listings' : 'SimplyRETS';
  const mail =
    mailMode(loaded) === 'outbox'
      ? `messages are written to ${resolve(io.cwd, settings.outboxDir)}, not sent`
      : 'messages are sent by SMTP';
  return `Using ${database}; ${feed}; ${mail}.`;
}

function printResults(io: Io, results: readonly QaResult[]): void {
  const { green, red, dim } = colours(io);
  for (const { name, delivered, fault, subject, files } of results) {
    printLine(io, delivered ? `${green('ok')}    ${name}: ${subject}` : `${red('FAIL')}  ${name}: ${fault}`);
    for (const file of files) printLine(io, dim(`      ${file}`));
  }
  const count = results.filter(({ delivered }) => delivered).length;
  printLine(io, `${count} of ${results.length} delivered`);
  if (results.some(({ files }) => files.length > 0)) {
    printLine(io, 'Open a .html file in a browser, or an .eml file in a mail program, to see the report.');
  }
}
