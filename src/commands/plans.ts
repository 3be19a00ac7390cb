import { Command, InvalidArgumentError } from 'commander';
import { MAX_MONTHLY_LIMIT } from '../accounts/fields.ts';
import { type PlanChanges, setPlan } from '../accounts/plans.ts';
import { listPlanUse } from '../accounts/queries.ts';
import { withApp } from '../app/app.ts';
import { usageError } from '../core/errors.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { camelCase, parseInteger, printJson, printLine, printTable } from './support.ts';

const EXAMPLES = `
Examples:
  $ reportctl plans list
  $ reportctl plans set starter --limit 30
  $ reportctl plans set agency --name Agency --limit 200 --overage`;

interface SetOptions {
  name?: string;
  limit?: { reports: number | null };
  overage?: boolean;
  json?: boolean;
}

export function define(io: Io, _exit: (code: ExitCode) => void): Command {
  const plans = new Command('plans').description('Lists, adds and changes plans.').addHelpText('after', EXAMPLES);
  plans
    .command('list')
    .description('list all plans and how many accounts are on each')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) => list(io, options.json ?? false));
  plans
    .command('set')
    .description('add a plan, or change what is named of one; it counts from the next report on')
    .argument('<slug>', 'lower-case letters, digits, - and _')
    .option('--name <name>', 'its name')
    .option('--limit <n>', 'reports a calendar month: a number (0 = none), or unlimited', parseLimit)
    .option('--overage', 'over the limit: warn and go on')
    .option('--no-overage', 'over the limit: refuse')
    .option('--json', 'print the plan as JSON')
    .action((slug: string, options: SetOptions) => set(io, slug, options));
  return plans;
}

async function list(io: Io, json: boolean): Promise<void> {
  const plans = await withApp(io, {}, async (app) => listPlanUse((await app.database()).pool));
  if (json) return printJson(io, plans.map(camelCase));
  printTable(
    io,
    ['SLUG', 'NAME', 'REPORTS A MONTH', 'OVERAGE', 'ACCOUNTS'],
    plans.map((plan) => [
      plan.slug,
      plan.name,
      limitText(plan.monthly_report_limit),
      plan.allow_overage ? 'warns' : 'refused',
      String(plan.accounts),
    ]),
  );
}

async function set(io: Io, slug: string, options: SetOptions): Promise<void> {
  const changes: PlanChanges = {
    name: options.name,
    monthlyReportLimit: options.limit?.reports,
    allowOverage: options.overage,
  };
  if (Object.values(changes).every((value) => value === undefined)) {
    throw usageError('Say what to change, such as --limit 30. See: reportctl plans set --help', 'no_change');
  }
  const { plan, added } = await withApp(io, {}, async (app) => setPlan((await app.database()).pool, slug, changes));
  if (options.json) return printJson(io, camelCase(plan));
  const over = plan.allow_overage ? ', overage allowed' : '';
  printLine(
    io,
    `${added ? 'added' : 'changed'} plan ${slug}: ${limitText(plan.monthly_report_limit)} reports a month${over}`,
  );
}

const limitText = (limit: number | null): string => (limit === null ? 'unlimited' : String(limit));

/** Null: unlimited. Wrapped, because commander takes a bare null for an option without a value. */
function parseLimit(text: string): { reports: number | null } {
  if (text === 'unlimited') return { reports: null };
  try {
    return { reports: parseInteger(0, MAX_MONTHLY_LIMIT)(text) };
  } catch {
    throw new InvalidArgumentError(`It is neither a whole number up to ${MAX_MONTHLY_LIMIT} nor unlimited.`);
  }
}
