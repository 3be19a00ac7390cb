import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { assertZone } from '../accounts/fields.ts';
import { type App, withApp } from '../app/app.ts';
import { databaseMode, feedMode, mailMode } from '../app/modes.ts';
import { runTick } from '../app/run-tick.ts';
import { errorCode, usageError } from '../core/errors.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import type { Settings } from '../core/settings.ts';
import { visible } from '../core/visible.ts';
import { writeAtomically } from '../core/write-atomically.ts';
import { parseAddress, type Recipient } from '../delivery/address.ts';
import { readHold } from '../ops/hold.ts';
import { chooseConfigurations } from '../qa/configuration.ts';
import { junitReport } from '../qa/junit.ts';
import { openLocalDriver } from '../qa/local-driver.ts';
import { type QaDriver, type QaResult, runSession } from '../qa/session.ts';
import { parseArea, REPORT_TYPES, type ReportType } from '../scheduling/schedule.ts';
import { QaProgress } from './qa-progress.ts';
import { MARKET_ZONE, parseInteger, printJson, printLine } from './support.ts';

const EXAMPLES = `
It makes temporary schedules that are due, waits for their runs, checks that
every one was delivered, and cleans up, also after Ctrl-C. Eight configurations:
market_snapshot, closed, and new_listings_gallery for each audience.

Without --base-url it works in this database: the full tick for its own
schedules alone, then a check of the ledger and of the produced messages. With
--base-url it drives a product's HTTP API. QA_BASE_URL, QA_TOKEN, QA_LOGIN_EMAIL
and QA_LOGIN_PASSWORD in the environment do as well, and keep secrets out of the
process list.

Exit code 1 unless every configuration was delivered.

Examples:
  $ reportctl qa-deliver --deliver-to me@example.com --quick
  $ reportctl qa-deliver --deliver-to me@example.com --city Houston \\
      --timezone America/Chicago --json
  $ QA_TOKEN=... reportctl qa-deliver --deliver-to qa@example.com \\
      --base-url https://api.example.com --junit qa.xml`;

interface QaDeliverOptions {
  deliverTo: string;
  city: string;
  lookback: number;
  timezone: string;
  pollSeconds?: number;
  timeoutSeconds?: number;
  reportTypes?: ReportType[];
  quick?: boolean;
  keepSchedules?: boolean;
  baseUrl?: string;
  token?: string;
  loginEmail?: string;
  loginPassword?: string;
  json?: boolean;
  junit?: string;
}

/** Here a run takes seconds; a product's own scheduler comes by each minute and may be busy. */
const LOCAL = { pollSeconds: 1, timeoutSeconds: 300 };
const REMOTE = { pollSeconds: 5, timeoutSeconds: 900 };

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  return new Command('qa-deliver')
    .description('Tries the whole way of a report, from a due schedule to the delivered message.')
    .requiredOption('--deliver-to <address>', 'who gets the messages')
    .option('--city <city>', 'the city to report on', 'Irvine')
    .option('--lookback <days>', 'days that the reports look back', parseInteger(1, 366), 30)
    .option('--timezone <zone>', MARKET_ZONE, 'America/Los_Angeles')
    .option('--report-types <types>', 'only these, separated by commas', parseReportTypes)
    .option('--quick', 'only the first three configurations')
    .option('--base-url <url>', 'the API of a product to try, instead of this database')
    .option('--token <token>', 'bearer token for that API')
    .option('--login-email <address>', 'log in to that API, instead of a token')
    .option('--login-password <password>', 'the password of that login')
    .option('--poll-seconds <n>', 'look at the runs so often (default: 1, with --base-url 5)', parseSeconds)
    .option('--timeout-seconds <n>', 'give up after this (default: 300, with --base-url 900)', parseSeconds)
    .option('--keep-schedules', 'leave the temporary schedules')
    .option('--junit <file>', 'also write the results as JUnit XML')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: QaDeliverOptions) => {
      const target = parseTarget(options);
      const junit = options.junit === undefined ? undefined : resolve(io.cwd, options.junit);
      // Known before fifteen minutes of work, not after.
      if (junit !== undefined) await access(dirname(junit), constants.W_OK).catch(cannotSave);
      const onStop = () => io.stderr.write('reportctl: stopping; what has begun is finished first\n');
      io.stop.addEventListener('abort', onStop, { once: true });
      let clean = true;
      const onLeftovers = (leftovers: string[]) => {
        clean = false;
        for (const left of leftovers) {
          io.stderr.write(`reportctl: could not remove the schedule ${visible(left)}; remove it by hand\n`);
        }
      };
      const results = await withApp(io, { logLevel: 'warn', quiet: !options.json }, (app) =>
        tryAll(io, app, { ...options, onLeftovers }, target),
      );
      if (options.json) printJson(io, results);
      else printSummary(io, results);
      if (junit !== undefined) await writeAtomically(junit, junitReport(results)).catch(cannotSave);
      exit(clean && results.every(({ delivered }) => delivered) ? EXIT.done : EXIT.workFailed);
    });
}

interface Target {
  city: string;
  timezone: string;
  recipient: Recipient;
}

function parseTarget({ deliverTo, city, timezone }: QaDeliverOptions): Target {
  assertZone(timezone);
  return { city: parseArea([city], []).cities[0] ?? city, timezone, recipient: parseAddress(deliverTo) };
}

const MOST_SECONDS = 86_400;

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds > 0 && seconds <= MOST_SECONDS) return seconds;
  throw new InvalidArgumentError(`It is not a number of seconds up to ${MOST_SECONDS}.`);
}

function parseReportTypes(list: string): ReportType[] {
  return list.split(',').map((name) => {
    const known = REPORT_TYPES.find((type) => type === name.trim());
    if (known === undefined) throw new InvalidArgumentError(`Give some of ${REPORT_TYPES.join(', ')}.`);
    return known;
  });
}

type Session = QaDeliverOptions & { onLeftovers: (leftovers: string[]) => void };

async function tryAll(io: Io, app: App, options: Session, target: Target): Promise<QaResult[]> {
  const configurations = chooseConfigurations({
    lookbackDays: options.lookback,
    reportTypes: options.reportTypes,
    quick: options.quick ?? false,
  });
  const remote = await remoteDriver(app, options, target);
  if (!options.json) printLine(io, remote ? 'Using the API of --base-url.' : modesInWords(app));
  const usual = remote ? REMOTE : LOCAL;
  const progress = new QaProgress(
    io,
    configurations.map(({ name }) => name),
    options.json ?? false,
  );
  try {
    const results = await runSession(remote ?? (await localDriver(app, target)), {
      configurations,
      timeoutMs: (options.timeoutSeconds ?? usual.timeoutSeconds) * 1000,
      pollMs: (options.pollSeconds ?? usual.pollSeconds) * 1000,
      keepSchedules: options.keepSchedules ?? false,
      stop: io.stop,
      onChange: (name, state) => progress.change(name, state),
      onLeftovers: options.onLeftovers,
    });
    progress.end(results);
    return results;
  } finally {
    progress.clear();
  }
}

async function localDriver(app: App, target: Target): Promise<QaDriver> {
  const { pool, clock } = await app.database();
  return openLocalDriver(target, {
    pool,
    clock,
    tick: (queue, onFiles, stop) => runTick(app, { queue, onFiles, stop }),
    hold: () => readHold(pool),
  });
}

async function remoteDriver(app: App, options: QaDeliverOptions, target: Target): Promise<QaDriver | undefined> {
  const baseUrl = options.baseUrl ?? app.settings.qaBaseUrl;
  if (baseUrl === undefined) return refuseCredentials(options);
  if (!/^https?:$/.test(URL.canParse(baseUrl) ? new URL(baseUrl).protocol : '')) {
    throw usageError('--base-url is not a URL such as https://api.example.com.', 'bad_base_url');
  }
  const credentials = credentialsOf(options, app.settings);
  const { openApi } = await import('../qa/remote/api.ts');
  const { openRemoteDriver } = await import('../qa/remote/driver.ts');
  const api = openApi({ baseUrl, credentials, requestTimeoutMs: 20_000 });
  const { recipient, ...place } = target;
  return openRemoteDriver({ ...place, email: recipient.email }, { api, now: () => new Date() });
}

/** Without an API they would be ignored, and this database tried instead of the product. */
function refuseCredentials({ token, loginEmail, loginPassword }: QaDeliverOptions): undefined {
  if (token === undefined && loginEmail === undefined && loginPassword === undefined) return undefined;
  throw usageError('--token and --login-… belong to the API of --base-url; give that too.', 'option_unused');
}

/** Flags win over the environment as a whole: a token left in it must not beat a login that was asked for. */
function credentialsOf({ token, loginEmail, loginPassword }: QaDeliverOptions, settings: Settings) {
  if (token !== undefined) return { token };
  const asked = loginEmail !== undefined || loginPassword !== undefined;
  if (!asked && settings.qaToken !== undefined) return { token: settings.qaToken };
  const email = loginEmail ?? settings.qaLoginEmail;
  const password = loginPassword ?? settings.qaLoginPassword;
  if (email !== undefined && password !== undefined) return { email, password };
  throw usageError('--base-url needs --token, or --login-email and --login-password.', 'credentials_missing');
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

function printSummary(io: Io, results: readonly QaResult[]): void {
  const count = results.filter(({ delivered }) => delivered).length;
  printLine(io, `${count} of ${results.length} delivered`);
  if (results.some(({ files }) => files.length > 0)) {
    printLine(io, 'Open a .html file in a browser, or an .eml file in a mail program, to see the report.');
  }
}

function cannotSave(error: unknown): never {
  throw usageError(`The file of --junit cannot be written (${errorCode(error) ?? 'error'}).`, 'junit_unwritable');
}
