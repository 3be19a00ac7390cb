import { Command, Option } from 'commander';
import { assertAccountExists } from '../accounts/change.ts';
import { findAccount } from '../accounts/queries.ts';
import { withApp } from '../app/app.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { unknownId } from '../core/unknown-id.ts';
import { parseAddress } from '../delivery/address.ts';
import { addSchedule } from '../scheduling/add.ts';
import { CADENCES, type Cadence } from '../scheduling/cadence.ts';
import { findSchedule, listRecipients, listSchedules } from '../scheduling/queries.ts';
import { AUDIENCES, type Audience, REPORT_TYPES, type ReportType } from '../scheduling/schedule.ts';
import { assertCadenceOptions } from './cadence-options.ts';
import { defineRecipients } from './schedule-recipients.ts';
import { defineStates } from './schedule-states.ts';
import { camelCase, collect, inZone, parseId, parseInteger, printJson, printLine, printTable } from './support.ts';

const EXAMPLES = `
Examples:
  $ reportctl schedules add --account <id> --name "Irvine weekly" --type market_snapshot --city Irvine \\
      --cadence weekly --weekday 1 --at 09:00 --timezone America/Los_Angeles --to agent@example.com
  $ reportctl schedules list
  $ reportctl schedules show <id>`;

interface AddOptions {
  account: string;
  name: string;
  type: ReportType;
  audience: Audience;
  city: string[];
  postalCode: string[];
  lookback: number;
  cadence: Cadence;
  at: string;
  weekday?: number;
  dayOfMonth?: number;
  anchorDate?: string;
  timezone?: string;
  catchUp: 'once' | 'skip';
  onEmpty: 'skip' | 'send';
  to: string[];
  spread: number;
  attachPdf?: boolean;
  quiet?: boolean;
  json?: boolean;
}

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  const schedules = new Command('schedules')
    .description('Adds, lists, shows, pauses, resumes and deletes schedules, and keeps their recipients.')
    .addHelpText('after', EXAMPLES);
  defineAdd(schedules).action((options: AddOptions) => add(io, options));
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
  defineStates(schedules, io);
  schedules.addCommand(defineRecipients(io, exit));
  return schedules;
}

function defineAdd(schedules: Command): Command {
  return schedules
    .command('add')
    .description('add a schedule; its first run is the next due instant, never at once')
    .requiredOption('--account <id>', 'the account it belongs to', parseId)
    .requiredOption('--name <name>', 'a name to know it by')
    .addOption(new Option('--type <report_type>', 'what it makes').choices(REPORT_TYPES).default('market_snapshot'))
    .addOption(new Option('--audience <audience>', 'whom it is for').choices(AUDIENCES).default('all'))
    .option('--city <city>', 'a city; may be given more than once', collect, [])
    .option('--postal-code <zip>', 'a postal code; may be given more than once', collect, [])
    .option('--lookback <days>', 'length of the reported window', parseInteger(1, 730), 30)
    .addOption(new Option('--cadence <cadence>', 'how often').choices(CADENCES).makeOptionMandatory())
    .requiredOption('--at <HH:MM>', 'local time of day')
    .option('--weekday <0-6>', '0 = Sunday; for weekly and biweekly', parseInteger(0, 6))
    .option('--day-of-month <1-31>', 'for monthly; shorter months use their last day', parseInteger(1, 31))
    .option('--anchor-date <YYYY-MM-DD>', 'for biweekly: its first day; default: the next such weekday still to come')
    .option('--timezone <zone>', "IANA zone; default: the account's")
    .addOption(
      new Option('--catch-up <policy>', 'after downtime: send the latest once, or skip it')
        .choices(['once', 'skip'])
        .default('once'),
    )
    .addOption(
      new Option('--on-empty <policy>', 'when there is nothing to report').choices(['skip', 'send']).default('skip'),
    )
    .requiredOption('--to <address>', 'a recipient; may be given more than once', collect, [])
    .option(
      '--spread <minutes>',
      'start up to so much later, the same for a schedule each time',
      parseInteger(0, 720),
      0,
    )
    .option('--attach-pdf', 'attach the report as PDF')
    .option('--quiet', 'print the id alone')
    .option('--json', 'print the schedule as JSON');
}

async function add(io: Io, options: AddOptions): Promise<void> {
  assertCadenceOptions(options);
  const recipients = options.to.map(parseAddress);
  const schedule = await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    const account = await findAccount(pool, options.account);
    if (!account) {
      throw unknownId('account', options.account);
    }
    const rule = {
      cadence: options.cadence,
      sendTime: options.at,
      weeklyDow: options.weekday ?? null,
      monthlyDom: options.dayOfMonth ?? null,
      anchorDate: options.anchorDate ?? null,
      timezone: options.timezone ?? account.timezone,
    };
    return addSchedule(
      pool,
      {
        accountId: account.id,
        name: options.name,
        reportType: options.type,
        audience: options.audience,
        cities: options.city,
        postalCodes: options.postalCode,
        lookbackDays: options.lookback,
        attachPdf: options.attachPdf ?? false,
        spreadMinutes: options.spread,
        rule,
        catchUp: options.catchUp,
        onEmpty: options.onEmpty,
        recipients,
      },
      clock.now(),
    );
  });
  if (options.json) printJson(io, camelCase(schedule));
  else if (options.quiet) printLine(io, schedule.id);
  else
    printLine(
      io,
      `added schedule ${schedule.id} (${schedule.name}); first run ${inZone(schedule.next_run_at, schedule.timezone)}`,
    );
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
