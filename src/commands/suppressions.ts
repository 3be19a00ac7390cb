import { Command } from 'commander';
import { unknownAccount } from '../accounts/change.ts';
import { findAccount } from '../accounts/queries.ts';
import { type App, withApp } from '../app/app.ts';
import type { Database } from '../app/database.ts';
import { usageError } from '../core/errors.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { isOneLine } from '../core/one-line.ts';
import { type AddressList, readAddressList } from '../delivery/address-list.ts';
import {
  addSuppressions,
  countSuppressions,
  listSuppressions,
  removeSuppressions,
} from '../delivery/suppression-queries.ts';
import { parseAddresses, reportAddresses } from './address-report.ts';
import { readInput } from './read-input.ts';
import { parseId, parseInteger, printJson, printLine, printTable } from './support.ts';

const EXAMPLES = `
An address on this list gets no report of this account; other accounts' lists
are their own.

Examples:
  $ reportctl suppressions list --account <id>
  $ reportctl suppressions import --account <id> unsubscribed.csv \\
      --reason "moved from the old system"
  $ reportctl suppressions remove --account <id> jane@example.com`;

const MAX_REASON = 200;

interface Options {
  account: string;
  json?: boolean;
}

interface AddOptions extends Options {
  reason: string;
}

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  const suppressions = new Command('suppressions')
    .description('Lists, adds, removes and imports the addresses that an account must not write to.')
    .addHelpText('after', EXAMPLES);
  const command = (name: string, description: string) =>
    suppressions
      .command(name)
      .description(description)
      .requiredOption('--account <id>', 'whose list', parseId)
      .option('--json', 'print JSON');
  command('list', 'list them, with reason and time')
    .option('-n, --limit <n>', 'how many', parseInteger(1, 1_000_000), 100)
    .action((options: Options & { limit: number }) => list(io, options));
  command('add', 'send nothing more to these addresses')
    .argument('<address...>', 'their addresses')
    .option('--reason <text>', 'shown to whoever looks', 'operator')
    .action(async (addresses: string[], options: AddOptions) => {
      const given = { recipients: parseAddresses(addresses), repeated: 0, refused: [] };
      exit(await add(io, given, options));
    });
  command('import', 'add addresses from a CSV file; refused lines are named, the others are added')
    .argument('<file>', 'the file, or - for stdin')
    .option('--reason <text>', 'shown to whoever looks', 'import')
    .action(async (file: string, options: AddOptions) => {
      exit(await add(io, readAddressList(await readInput(io, file)), options));
    });
  command('remove', 'let these addresses receive again; only with their consent')
    .argument('<address...>', 'their addresses')
    .action(async (addresses: string[], options: Options) => exit(await remove(io, addresses, options)));
  return suppressions;
}

async function list(io: Io, { account, limit, json }: Options & { limit: number }): Promise<void> {
  const { rows, total } = await withApp(io, {}, async (app) => {
    const { pool } = await openAccount(app, account);
    return { rows: await listSuppressions(pool, account, limit), total: await countSuppressions(pool, account) };
  });
  if (json) return printJson(io, rows);
  printTable(
    io,
    ['ADDRESS', 'REASON', 'SINCE'],
    rows.map(({ email, reason, createdAt }) => [email, reason, createdAt.toISOString()]),
  );
  if (total > rows.length) printLine(io, `and ${total - rows.length} more: --limit ${total}`);
}

async function add(io: Io, given: AddressList, { account, reason, json }: AddOptions): Promise<ExitCode> {
  if (reason.trim() === '' || reason.length > MAX_REASON || !isOneLine(reason)) {
    throw usageError(`A reason is 1 to ${MAX_REASON} printable characters.`, 'bad_reason');
  }
  const emails = given.recipients.map(({ email }) => email);
  const added = await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    return addSuppressions(pool, { accountId: account, emails, reason, now: clock.now() });
  });
  if (added === undefined) throw unknownAccount(account);
  const { repeated, refused } = given;
  const counts = { added, alreadyThere: emails.length - added, ...(repeated > 0 || json ? { repeated } : {}) };
  return reportAddresses(io, { counts, refused }, { json });
}

async function remove(io: Io, addresses: readonly string[], { account, json }: Options): Promise<ExitCode> {
  const emails = parseAddresses(addresses).map(({ email }) => email);
  const removed = await withApp(io, {}, async (app) => {
    const { pool } = await openAccount(app, account);
    return removeSuppressions(pool, account, emails);
  });
  const counts = { removed, notThere: Math.max(0, emails.length - removed) };
  return reportAddresses(io, { counts }, { json });
}

async function openAccount(app: App, id: string): Promise<Database> {
  const database = await app.database();
  if (!(await findAccount(database.pool, id))) throw unknownAccount(id);
  return database;
}
