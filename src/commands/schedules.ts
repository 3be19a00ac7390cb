import { Command } from 'commander';
import { assertAccountExists } from '../accounts/change.ts';
import { withApp } from '../app/app.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { unknownId } from '../core/unknown-id.ts';
import { findSchedule, listRecipients, listSchedules } from '../scheduling/queries.ts';
import { defineChanges } from './schedule-changes.ts';
import { definePreview } from './schedule-preview.ts';
import { defineRecipients } from './schedule-recipients.ts';
import { defineStates } from './schedule-states.ts';
import { camelCase, inZone, parseId, printJson, printLine, printTable } from './support.ts';

const EXAMPLES = `
Examples:
  $ reportctl schedules add --account <id> --name "Irvine weekly" \\
      --type market_snapshot --city Irvine --cadence weekly --weekday 1 \\
      --at 09:00 --timezone America/Los_Angeles --to agent@example.com
  $ reportctl schedules list
  $ reportctl schedules edit <id> --at 08:30 --min-beds 3
  $ reportctl schedules preview <id>`;

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  const schedules = new Command('schedules')
    .description('Adds, edits, shows, previews, pauses and deletes schedules, and keeps their recipients.')
    .addHelpText('after', EXAMPLES);
  defineChanges(schedules, io);
  schedules
    .command('list')
    .description('list schedules, those of one account or all')
    .option('--account <id>', 'only this account', parseId)
    .option('--json', 'print JSON')
    .action((options: { account?: string; json?: boolean }) => list(io, options));
  schedules
    .command('show')
    .description('show one schedule with its recipients')
    .argument('<id>', 'its id', parseId)
    .option('--json', 'print JSON')
    .action((id: string, options: { json?: boolean }) => show(io, id, options.json ?? false));
  definePreview(schedules, io);
  defineStates(schedules, io);
  schedules.addCommand(defineRecipients(io, exit));
  return schedules;
}

async function list(io: Io, options: { account?: string; json?: boolean }): Promise<void> {
  const rows = await withApp(io, {}, async (app) => {
    const { pool } = await app.database();
    if (options.account !== undefined) await assertAccountExists(pool, options.account);
    return listSchedules(pool, options.account ?? null);
  });
  if (options.json) return printJson(io, rows.map(camelCase));
  printTable(
    io,
    ['ID', 'NAME', 'TYPE', 'CADENCE', 'STATUS', 'NEXT RUN'],
    rows.map((row) => [
      row.id,
      row.name,
      row.report_type,
      row.cadence,
      row.status,
      inZone(row.next_run_at, row.timezone),
    ]),
  );
}

async function show(io: Io, id: string, json: boolean): Promise<void> {
  const { schedule, recipients } = await withApp(io, {}, async (app) => {
    const { pool } = await app.database();
    return { schedule: await findSchedule(pool, id), recipients: await listRecipients(pool, id) };
  });
  if (!schedule) throw unknownId('schedule', id);
  if (json) return printJson(io, { ...camelCase(schedule), recipients });
  for (const [key, value] of Object.entries(schedule)) {
    const text =
      value instanceof Date ? inZone(value, schedule.timezone) : Array.isArray(value) ? value.join(', ') : value;
    printLine(io, `${key.replaceAll('_', ' ').padEnd(22)}  ${text ?? '–'}`);
  }
  for (const { email, name } of recipients)
    printLine(io, `${'recipient'.padEnd(22)}  ${name ? `${name} <${email}>` : email}`);
}
