import { Command, Option } from 'commander';
import { assertAccountExists } from '../accounts/change.ts';
import { withApp } from '../app/app.ts';
import { usageError } from '../core/errors.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { unknownId } from '../core/unknown-id.ts';
import { type Queryable, transaction } from '../db/pool.ts';
import { listDeliveries } from '../delivery/history-queries.ts';
import { findNarrative } from '../pipeline/stored-narrative.ts';
import { cancelRun } from '../runs/cancel.ts';
import { listRuns } from '../runs/history-queries.ts';
import { RUN_STATUSES } from '../runs/run.ts';
import { findRun, type RunRow } from '../runs/run-queries.ts';
import { findSchedule } from '../scheduling/queries.ts';
import { printSources, printTrace } from './narrative-text.ts';
import { defineRetries } from './run-retries.ts';
import { camelCase, parseAge, parseId, parseInteger, printJson, printLine, printTable } from './support.ts';

const EXAMPLES = `
Examples:
  $ reportctl runs list --status failed --since 24h
  $ reportctl runs show 0198c5a0-7d5e-7000-8000-000000000001
  $ reportctl runs retry --failed --since 2h --code simplyrets_unavailable
  $ reportctl runs resend --unknown 0198c5a0-7d5e-7000-8000-000000000001`;

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  const runs = new Command('runs')
    .description('Lists, shows, retries, resends and cancels runs.')
    .addHelpText('after', EXAMPLES);
  runs
    .command('list')
    .description('list the newest runs')
    .option('--schedule <id>', 'only this schedule', parseId)
    .option('--account <id>', 'only this account', parseId)
    .addOption(new Option('--status <status>', 'only this status').choices(RUN_STATUSES))
    .option('--since <time>', 'such as 30m, 24h or 7d', parseAge)
    .option('-n, --count <n>', 'how many', parseInteger(1, 10_000), 20)
    .option('--json', 'print JSON')
    .action((options: ListOptions) => list(io, options));
  runs
    .command('show')
    .description('show a run with its ledger and how its narrative came about; recipients appear in full')
    .argument('<id>', 'its id', parseId)
    .option('--json', 'print JSON')
    .action((id: string, options: { json?: boolean }) => show(io, id, options.json ?? false));
  defineRetries(runs, io, exit);
  runs
    .command('cancel')
    .description('cancel a run that is queued, or running and has not begun to send')
    .argument('<id>', 'its id', parseId)
    .action((id: string) => cancel(io, id));
  return runs;
}

interface ListOptions {
  schedule?: string;
  account?: string;
  status?: string;
  since?: number;
  count: number;
  json?: boolean;
}

async function list(io: Io, options: ListOptions): Promise<void> {
  const rows = await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    await assertExist(pool, options);
    return listRuns(pool, {
      scheduleId: options.schedule ?? null,
      accountId: options.account ?? null,
      status: options.status ?? null,
      since: options.since === undefined ? null : new Date(clock.now().getTime() - options.since),
      limit: options.count,
    });
  });
  if (options.json) return printJson(io, rows.map(withTimes));
  printTable(
    io,
    ['ID', 'SCHEDULE', 'SCHEDULED FOR', 'STATUS', 'ATTEMPT', 'CAUSE'],
    rows.map((row) => [
      row.id,
      row.schedule_id,
      row.scheduled_for.toISOString(),
      row.status,
      String(row.attempt),
      row.error_code ?? '',
    ]),
  );
}

/** A schedule that was deleted still exists; its runs can be listed. */
async function assertExist(db: Queryable, { schedule, account }: ListOptions): Promise<void> {
  if (account !== undefined) await assertAccountExists(db, account);
  if (schedule === undefined || (await findSchedule(db, schedule))) return;
  throw unknownId('schedule', schedule);
}

async function show(io: Io, id: string, json: boolean): Promise<void> {
  const { run, deliveries, narrative } = await withApp(io, {}, async (app) => {
    const { pool } = await app.database();
    return {
      run: await findRun(pool, id),
      deliveries: await listDeliveries(pool, id),
      narrative: await findNarrative(pool, id),
    };
  });
  if (!run) throw unknownId('run', id);
  if (json) return printJson(io, { ...withTimes(run), deliveries: deliveries.map(camelCase), narrative });
  for (const [key, value] of Object.entries(withTimes(run))) {
    printLine(io, `${key.padEnd(14)}  ${value instanceof Date ? value.toISOString() : (value ?? '–')}`);
  }
  if (deliveries.length > 0) {
    printLine(io, '');
    printTable(
      io,
      ['RECIPIENT', 'STATUS', 'ATTEMPT', 'ANSWER'],
      deliveries.map((row) => [row.recipient, row.status, String(row.attempt), row.response ?? '']),
    );
    const lost = deliveries.filter(({ status }) => status === 'unknown').length;
    if (lost > 0) printLine(io, `${lost} may or may not have arrived: reportctl runs resend --unknown ${id}`);
  }
  if (narrative === null) return;
  printLine(io, '');
  printSources(io, narrative);
  printLine(io, '');
  printTrace(io, narrative);
}

/** Waiting and working are separate figures: a backlog is no slow report (R4). */
function withTimes(run: RunRow): Record<string, unknown> {
  const { started_at: started, finished_at: finished, scheduled_for: due } = run;
  return {
    ...camelCase(run),
    waitedMs: started ? started.getTime() - due.getTime() : null,
    workedMs: started && finished ? finished.getTime() - started.getTime() : null,
  };
}

async function cancel(io: Io, id: string): Promise<void> {
  await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    if (!(await findRun(pool, id))) {
      throw unknownId('run', id);
    }
    const cause = { code: 'cancelled_by_operator', error: 'An operator cancelled this run.', now: clock.now() };
    if (!(await transaction(pool, (tx) => cancelRun(tx, id, cause)))) {
      throw usageError(`The run ${id} has ended or has begun to send; it cannot be cancelled.`, 'not_cancellable');
    }
    printLine(io, `cancelled ${id}`);
  });
}
