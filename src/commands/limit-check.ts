import { Command } from 'commander';
import { checkReportLimit, type LimitCheck } from '../accounts/check.ts';
import { withApp } from '../app/app.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { parseId, printJson, printLine } from './support.ts';

const EXAMPLES = `
Exit code: 0 when one more report is allowed, 3 when the plan refuses it.

Examples:
  $ reportctl limit-check --account 0198c5a0-7d5e-7000-8000-000000000001
  $ reportctl limit-check --account 0198c5a0-7d5e-7000-8000-000000000001 --json`;

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  return new Command('limit-check')
    .description('Says whether an account may have one more report this month, and why.')
    .requiredOption('--account <id>', 'the account', parseId)
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: { account: string; json?: boolean }) => {
      const check = await withApp(io, { logLevel: 'warn' }, async (app) => {
        const { pool, clock } = await app.database();
        return checkReportLimit(pool, options.account, clock.now(), app.log);
      });
      if (options.json) printJson(io, check);
      else printLine(io, inWords(check));
      exit(check.allowed ? EXIT.done : EXIT.refused);
    });
}

function inWords({ decision, used, limit, plan, source, period, reason }: LimitCheck): string {
  const ofLimit = limit === null ? `${used} reports, unlimited` : `${used} of ${limit} reports`;
  const origin = source === 'override' ? "the account's override" : `plan ${plan}`;
  const until = period.to.toLocaleDateString('en-CA', { timeZone: period.timezone });
  return `${decision}: ${ofLimit} used this month (${origin}); the next month begins ${until} (${period.timezone}).${reason ? ` ${reason}` : ''}`;
}
