import type { Command } from 'commander';
import { findAccount } from '../accounts/queries.ts';
import { withApp } from '../app/app.ts';
import { usageError } from '../core/errors.ts';
import type { Io } from '../core/io.ts';
import { unknownId } from '../core/unknown-id.ts';
import { parseAddress } from '../delivery/address.ts';
import { addSchedule } from '../scheduling/add.ts';
import { changeSchedule, type ScheduleChange } from '../scheduling/change.ts';
import { assertCadenceOptions } from './cadence-options.ts';
import { addScheduleOptions, filtersOf, type ScheduleOptions } from './schedule-options.ts';
import { camelCase, collect, inZone, parseId, printJson, printLine } from './support.ts';

interface AddOptions extends ScheduleOptions {
  account: string;
  to: string[];
  attachPdf?: boolean;
  quiet?: boolean;
  json?: boolean;
}

interface EditOptions extends ScheduleOptions {
  attachPdf?: boolean;
  filters?: boolean;
  json?: boolean;
}

/** add and edit. */
export function defineChanges(schedules: Command, io: Io): void {
  addScheduleOptions(
    schedules
      .command('add')
      .description('add a schedule; its first run is the next due instant, never at once')
      .requiredOption('--account <id>', 'the account it belongs to', parseId)
      .requiredOption('--to <address>', 'a recipient; may be given more than once', collect, []),
  )
    .option('--attach-pdf', 'attach the report as PDF')
    .option('--quiet', 'print the id alone')
    .option('--json', 'print the schedule as JSON')
    .addHelpText(
      'after',
      `
Defaults: --type market_snapshot, --audience all, --lookback 30, --timezone the
account's, --catch-up once, --on-empty skip, --spread 0. It needs --name,
--cadence, --at and a --city or --postal-code.`,
    )
    .action((options: AddOptions) => add(io, options));
  addScheduleOptions(
    schedules
      .command('edit')
      .description('change what is named, and nothing else; it never sends at once')
      .argument('<id>', 'its id', parseId),
  )
    .option('--no-filters', 'drop its filters')
    .option('--attach-pdf', 'attach the report as PDF')
    .option('--no-attach-pdf', 'attach no PDF')
    .option('--json', 'print the schedule as JSON')
    .addHelpText(
      'after',
      `
A --city or --postal-code replaces the whole area, a filter replaces all
filters. Recipients have commands of their own:
reportctl schedules recipients --help`,
    )
    .action((id: string, options: EditOptions) => edit(io, id, options));
}

async function add(io: Io, options: AddOptions): Promise<void> {
  const { name, cadence, at } = options;
  if (name === undefined) throw missing('--name <name>');
  if (cadence === undefined) throw missing('--cadence <cadence>');
  if (at === undefined) throw missing('--at <HH:MM>');
  assertCadenceOptions({ ...options, cadence });
  const filters = filtersOf(options);
  const recipients = options.to.map(parseAddress);
  const schedule = await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    const account = await findAccount(pool, options.account);
    if (!account) throw unknownId('account', options.account);
    const rule = {
      cadence,
      sendTime: at,
      weeklyDow: options.weekday ?? null,
      monthlyDom: options.dayOfMonth ?? null,
      anchorDate: options.anchorDate ?? null,
      timezone: options.timezone ?? account.timezone,
    };
    const request = {
      accountId: account.id,
      name,
      reportType: options.type ?? 'market_snapshot',
      audience: options.audience ?? 'all',
      cities: options.city,
      postalCodes: options.postalCode,
      lookbackDays: options.lookback ?? 30,
      ...(filters ? { filters } : {}),
      attachPdf: options.attachPdf ?? false,
      spreadMinutes: options.spread ?? 0,
      rule,
      catchUp: options.catchUp ?? 'once',
      onEmpty: options.onEmpty ?? 'skip',
      recipients,
    } as const;
    return addSchedule(pool, request, clock.now());
  });
  const { id, next_run_at, timezone } = schedule;
  if (options.json) printJson(io, camelCase(schedule));
  else if (options.quiet) printLine(io, id);
  else printLine(io, `added schedule ${id} (${schedule.name}); first run ${inZone(next_run_at, timezone)}`);
}

/** In commander's words for an option that it requires itself. */
const missing = (option: string) => usageError(`required option '${option}' not specified`, 'option_missing');

async function edit(io: Io, id: string, options: EditOptions): Promise<void> {
  const { cadence } = options;
  if (cadence !== undefined) assertCadenceOptions({ ...options, cadence });
  const change = changeOf(options);
  if (Object.keys(change).length === 0) {
    throw usageError('Name at least one thing to change; see: reportctl schedules edit --help', 'nothing_to_change');
  }
  const schedule = await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    return changeSchedule(pool, id, change, clock.now());
  });
  if (options.json) return printJson(io, camelCase(schedule));
  const next =
    schedule.status === 'paused' ? 'it is paused' : `next run ${inZone(schedule.next_run_at, schedule.timezone)}`;
  printLine(io, `changed ${id} (${schedule.name}); ${next}`);
}

function changeOf(options: EditOptions): ScheduleChange {
  const given = filtersOf(options);
  if (given && options.filters === false) throw usageError('--no-filters goes with no other filter.', 'option_unused');
  const filters = given ?? (options.filters === false ? {} : undefined);
  const columns = present({
    report_type: options.type,
    audience: options.audience,
    lookback_days: options.lookback,
    filters,
    attach_pdf: options.attachPdf,
    spread_minutes: options.spread,
    catch_up: options.catchUp,
    on_empty: options.onEmpty,
  });
  const rule = present({
    cadence: options.cadence,
    sendTime: options.at,
    weeklyDow: options.weekday,
    monthlyDom: options.dayOfMonth,
    anchorDate: options.anchorDate,
    timezone: options.timezone,
  });
  return present({
    name: options.name,
    cities: options.city.length > 0 ? options.city : undefined,
    postalCodes: options.postalCode.length > 0 ? options.postalCode : undefined,
    rule: Object.keys(rule).length > 0 ? rule : undefined,
    columns: Object.keys(columns).length > 0 ? columns : undefined,
  });
}

/** Without the keys whose value is undefined. */
const present = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
