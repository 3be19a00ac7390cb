import { Command } from 'commander';
import { type App, withApp } from '../app/app.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { unknownId } from '../core/unknown-id.ts';
import type { Pool } from '../db/pool.ts';
import type { Recipient } from '../delivery/address.ts';
import { type AddressList, readAddressList } from '../delivery/address-list.ts';
import { countSuppressed, scheduleRecipients } from '../delivery/suppression-queries.ts';
import { findSchedule, type ScheduleRow } from '../scheduling/queries.ts';
import { addRecipients, removeRecipients } from '../scheduling/recipients.ts';
import { parseAddresses, reportAddresses } from './address-report.ts';
import { readInput } from './read-input.ts';
import { parseId, printJson, printTable } from './support.ts';

const EXAMPLES = `
An import takes CSV: an address and a name a line, in either order, or columns
named email, name, first name, last name.

Examples:
  $ reportctl schedules recipients add <schedule> \\
      "Jane Doe <jane@example.com>" joe@example.com
  $ reportctl schedules recipients import <schedule> contacts.csv
  $ reportctl schedules recipients list <schedule> --json`;

interface Output {
  json?: boolean;
}

/** `schedules recipients add|remove|list|import`. */
export function defineRecipients(io: Io, exit: (code: ExitCode) => void): Command {
  const recipients = new Command('recipients')
    .description("adds, removes, lists and imports a schedule's recipients")
    .addHelpText('after', EXAMPLES);
  const command = (name: string, description: string) =>
    recipients
      .command(name)
      .description(description)
      .argument('<schedule>', "the schedule's id", parseId)
      .option('--json', 'print JSON');
  command('add', 'add people; one who is there already only gets the name')
    .argument('<address...>', 'such as "Jane Doe <jane@example.com>"')
    .action(async (schedule: string, addresses: string[], options: Output) => {
      const list = { recipients: parseAddresses(addresses), repeated: 0, refused: [] };
      exit(await add(io, schedule, list, options));
    });
  command('import', 'add people from a CSV file; refused lines are named, the others are added')
    .argument('<file>', 'the file, or - for stdin')
    .action(async (schedule: string, file: string, options: Output) => {
      exit(await add(io, schedule, readAddressList(await readInput(io, file)), options));
    });
  command('remove', 'take people off the list')
    .argument('<address...>', 'their addresses')
    .action(async (schedule: string, addresses: string[], options: Output) => {
      exit(await remove(io, schedule, parseAddresses(addresses), options));
    });
  command('list', 'list them, and who has unsubscribed').action((schedule: string, options: Output) =>
    list(io, schedule, options),
  );
  return recipients;
}

async function add(io: Io, id: string, { recipients, repeated, refused }: AddressList, output: Output) {
  const { result, suppressed } = await withApp(io, {}, async (app) => {
    const { pool, schedule } = await openSchedule(app, id);
    const emails = recipients.map(({ email }) => email);
    return {
      result: await addRecipients(pool, id, recipients),
      suppressed: await countSuppressed(pool, schedule.account_id, emails),
    };
  });
  const counts = {
    added: result.added,
    renamed: result.renamed,
    alreadyThere: result.already,
    ...(repeated > 0 || output.json ? { repeated } : {}),
    ...(suppressed > 0 || output.json ? { suppressed } : {}),
  };
  const notes = suppressed > 0 ? ['Who is suppressed gets nothing: see reportctl suppressions list'] : [];
  return reportAddresses(io, { counts, refused, notes }, output);
}

async function remove(io: Io, id: string, recipients: readonly Recipient[], output: Output): Promise<ExitCode> {
  const emails = recipients.map(({ email }) => email);
  const { removed, left } = await withApp(io, {}, async (app) =>
    removeRecipients((await openSchedule(app, id)).pool, id, emails),
  );
  return reportAddresses(io, { counts: { removed, notThere: emails.length - removed, left } }, output);
}

async function list(io: Io, id: string, { json }: Output): Promise<void> {
  const rows = await withApp(io, {}, async (app) => {
    const { pool, schedule } = await openSchedule(app, id);
    return scheduleRecipients(pool, schedule.account_id, id);
  });
  if (json) return printJson(io, rows);
  printTable(
    io,
    ['ADDRESS', 'NAME', 'STATE'],
    rows.map(({ email, name, suppressed }) => [email, name ?? '–', suppressed ? 'suppressed' : 'active']),
  );
}

async function openSchedule(app: App, id: string): Promise<{ pool: Pool; schedule: ScheduleRow }> {
  const { pool } = await app.database();
  const schedule = await findSchedule(pool, id);
  if (schedule) return { pool, schedule };
  throw unknownId('schedule', id);
}
