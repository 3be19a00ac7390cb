import { Command, Option } from 'commander';
import { checkReportLimit, type LimitCheck, listNearLimit } from '../accounts/check.ts';
import { WARN_SHARE } from '../accounts/limit.ts';
import { type App, withApp } from '../app/app.ts';
import { usageError } from '../core/errors.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { parseId, printJson, printLine, printTable } from './support.ts';

const EXAMPLES = `
Exit code: 0 when one more report is allowed, 3 when the plan refuses it; with
--all always 0.

Examples:
  $ reportctl limit-check --account 0198c5a0-7d5e-7000-8000-000000000001
  $ reportctl limit-check --account 0198c5a0-7d5e-7000-8000-000000000001 --json
  $ reportctl limit-check --all`;

interface CheckOptions {
  account?: string;
  all?: boolean;
  json?: boolean;
}

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  return new Command('limit-check')
    .description('Says whether an account may have one more report this month, and why.')
    .option('--account <id>', 'the account', parseId)
    .addOption(
      new Option('--all', `list the active accounts at ${WARN_SHARE * 100} % of their limit or above it`).conflicts(
        'account',
      ),
    )
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: CheckOptions) => {
      if (options.all) return checkAll(io, options.json ?? false);
      if (options.account !== undefined) return exit(await checkOne(io, options.account, options.json ?? false));
      throw usageError('Give --account <id>, or --all. See: reportctl limit-check --help', 'no_account');
    });
}

async function checkOne(io: Io, account: string, json: boolean): Promise<ExitCode> {
  const check = await withDatabase(io, (pool, now, log) => checkReportLimit(pool, account, now, log));
  if (json) printJson(io, check);
  else for (const line of inWords(check)) printLine(io, line);
  return check.allowed ? EXIT.done : EXIT.refused;
}

async function checkAll(io: Io, json: boolean): Promise<void> {
  const checks = await withDatabase(io, listNearLimit);
  if (json) return printJson(io, checks);
  if (checks.length === 0) return printLine(io, 'no active account is near its limit');
  printTable(
    io,
    ['ACCOUNT', 'NAME', 'DECISION', 'USED', 'LIMIT', 'SOURCE', 'NEXT MONTH'],
    checks.map((check) => [
      check.accountId,
      check.name,
      check.decision,
      String(check.used),
      String(check.limit),
      originOf(check),
      nextMonth(check),
    ]),
  );
}

type Check<T> = (pool: Awaited<ReturnType<App['database']>>['pool'], now: Date, log: App['log']) => Promise<T>;

const withDatabase = <T>(io: Io, check: Check<T>): Promise<T> =>
  // On a terminal the printed answer says all that the log line does.
  withApp(io, io.stderr.isTTY ? { logLevel: 'error' } : {}, async (app) => {
    const { pool, clock } = await app.database();
    return check(pool, clock.now(), app.log);
  });

function inWords(check: LimitCheck): string[] {
  const { decision, name, used, limit, plan, source, period, reason } = check;
  const count = limit === null ? `${used}` : `${used} of ${limit}`;
  const ofPlan = source === 'override' ? `the account's own (plan ${plan})` : `of plan ${plan}`;
  return [
    `${decision}: ${name} ${reason === undefined ? answerOf(check) : `gets no report. ${reason}`}`,
    `Used   ${count} ${limit === 1 ? 'report' : 'reports'} this month`,
    `Limit  ${limit === null ? 'none' : `${limit} a month`}, ${ofPlan}`,
    `Month  ${localDay(period.from, period)} to ${localDay(new Date(period.to.getTime() - 1), period)}, ${period.timezone}`,
  ];
}

function answerOf({ decision, used, limit }: LimitCheck): string {
  if (decision === 'block') return 'gets no further report this month.';
  if (decision === 'allow') return 'may have one more report.';
  const over = limit !== null && used >= limit;
  return `may have one more report, ${over ? 'over its limit: its plan allows that' : 'and is near its limit'}.`;
}

const originOf = ({ source, plan }: LimitCheck): string => (source === 'override' ? "account's own" : `plan ${plan}`);

/** The local day on which the count begins anew. */
const nextMonth = ({ period }: LimitCheck): string => localDay(period.to, period);

const localDay = (instant: Date, { timezone }: LimitCheck['period']): string =>
  instant.toLocaleDateString('en-CA', { timeZone: timezone });
