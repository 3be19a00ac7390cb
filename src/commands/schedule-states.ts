import { type Command, InvalidArgumentError } from 'commander';
import { withApp } from '../app/app.ts';
import { usageError } from '../core/errors.ts';
import type { Io } from '../core/io.ts';
import { unknownId } from '../core/unknown-id.ts';
import { transaction } from '../db/pool.ts';
import { deleteSchedule, pauseSchedule, resumeFailed, resumeSchedule, ruleOf } from '../pipeline/schedule-state.ts';
import { skipRunsBefore } from '../runs/skip-runs.ts';
import { upcoming } from '../scheduling/cadence.ts';
import { findSchedule } from '../scheduling/queries.ts';
import { skipDue } from '../scheduling/skip-due.ts';
import { inZone, parseId, parseInteger, printJson, printLine } from './support.ts';

/** pause, resume, delete, next and skip-due, beside add, list and show. */
export function defineStates(schedules: Command, io: Io): void {
  schedules
    .command('pause')
    .description('stop a schedule and cancel what it has under way, unless that has begun to send')
    .argument('<id>', 'its id', parseId)
    .option('--reason <text>', 'shown to whoever looks', 'Paused by an operator.')
    .action((id: string, options: { reason: string }) => pause(io, id, options.reason));
  schedules
    .command('resume')
    .description('set it going again from its next due instant; it never sends at once')
    .argument('[id]', 'its id', parseId)
    .option('--paused-by <cause>', 'all that were paused by this cause: failures', parseCause)
    .action((id: string | undefined, options: { pausedBy?: 'failures' }) => resume(io, id, options.pausedBy));
  schedules
    .command('delete')
    .description('delete a schedule; its runs stay as history')
    .argument('<id>', 'its id', parseId)
    .action((id: string) => remove(io, id));
  schedules
    .command('next')
    .description('show its next due instants')
    .argument('<id>', 'its id', parseId)
    .option('-n, --count <n>', 'how many', parseInteger(1, 1000), 10)
    .option('--json', 'print JSON')
    .action((id: string, options: { count: number; json?: boolean }) => next(io, id, options));
  schedules
    .command('skip-due')
    .description('after a restore: let every instant up to a time pass without a report')
    .requiredOption('--before <instant>', 'such as 2026-06-10T14:00:00Z', parseInstant)
    .action((options: { before: Date }) => skip(io, options.before));
}

async function pause(io: Io, id: string, reason: string): Promise<void> {
  const { cancelled } = await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    return pauseSchedule(pool, id, reason, clock.now());
  });
  printLine(io, `paused ${id}${cancelled > 0 ? `; ${cancelled} under way cancelled` : ''}`);
}

async function remove(io: Io, id: string): Promise<void> {
  const { cancelled } = await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    return deleteSchedule(pool, id, clock.now());
  });
  printLine(io, `deleted ${id}${cancelled > 0 ? `; ${cancelled} under way cancelled` : ''}`);
}

async function resume(io: Io, id: string | undefined, pausedBy: 'failures' | undefined): Promise<void> {
  if ((id === undefined) === (pausedBy === undefined)) throw usageError('Give either an id or --paused-by failures.');
  await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    if (id === undefined) {
      const { resumed, refused } = await resumeFailed(pool, clock.now());
      printLine(io, `resumed ${resumed.length} schedules`);
      for (const other of refused) printLine(io, `not resumed: ${other} (its definition cannot be computed)`);
      return;
    }
    const schedule = await resumeSchedule(pool, id, clock.now());
    printLine(io, `resumed ${id}; next run ${inZone(schedule.next_run_at, schedule.timezone)}`);
  });
}

async function next(io: Io, id: string, { count, json }: { count: number; json?: boolean }): Promise<void> {
  await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    const schedule = await findSchedule(pool, id);
    if (!schedule) {
      throw unknownId('schedule', id);
    }
    const instants = upcoming(ruleOf(schedule), clock.now(), count);
    if (json) printJson(io, instants);
    else for (const instant of instants) printLine(io, inZone(instant, schedule.timezone));
  });
}

async function skip(io: Io, before: Date): Promise<void> {
  await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    const now = clock.now();
    if (before > now) throw usageError('--before lies in the future; only what is past can be skipped.', 'future');
    const schedules = await skipDue(pool, before, now);
    const runs = await transaction(pool, (tx) => skipRunsBefore(tx, before, now));
    printLine(io, `${schedules} due schedules moved on, ${runs} open runs ended without sending`);
  });
}

function parseCause(text: string): 'failures' {
  if (text !== 'failures') throw new InvalidArgumentError('It can only be "failures".');
  return text;
}

function parseInstant(text: string): Date {
  const instant = new Date(text);
  // Without an offset it would be read in the host's zone.
  if (Number.isNaN(instant.getTime()) || !/T.*(Z|[+-]\d\d:?\d\d)$/.test(text)) {
    throw new InvalidArgumentError('It is not an instant with an offset, such as 2026-06-10T14:00:00Z.');
  }
  return instant;
}
