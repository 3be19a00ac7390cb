import { calendarMonth } from '../accounts/month.ts';
import { DAY_MS } from '../core/civil-day.ts';
import type { Settings } from '../core/settings.ts';
import { isZone } from '../core/time-zone.ts';
import { type Pool, transaction } from '../db/pool.ts';
import {
  countPrunableGenerations,
  deleteGenerations,
  deleteRuns,
  findPrunableRuns,
  listZones,
  lockRuns,
  type OldGenerations,
  pageIds,
} from './prune-queries.ts';
import { countOldRows, deleteOldRows, OLD_ROWS, type OldRows } from './prune-tables.ts';

export type PrunedTable = 'schedule_runs' | 'report_generations' | OldRows['table'];

export interface PruneOptions {
  pool: Pool;
  now: Date;
  /** Days that rows of a table are kept. */
  keepDays: Readonly<Record<PrunedTable, number>>;
  /** Rows looked at in one transaction, so that no lock is held for long. */
  batch: number;
  dryRun: boolean;
  /** False once it should end; what is left is the next night's. */
  mayGoOn: () => boolean;
  onProgress: (table: PrunedTable, rows: number) => void;
}

export interface PruneResult {
  /** Rows deleted, or that would be; ledgers go with their runs and are not counted. */
  rows: Record<PrunedTable, number>;
  /** False where it ended before it was through. */
  complete: boolean;
}

/** How long the tables' rows are kept, by the settings. */
export function keepDaysOf(settings: Settings): Record<PrunedTable, number> {
  return {
    schedule_runs: settings.keepRunsDays,
    report_generations: settings.keepReportsDays,
    notices: settings.keepNoticesDays,
    market_months: settings.keepMarketDays,
    inventory_snapshots: settings.keepMarketDays,
    market_backfills: 14,
    hosts: settings.keepHostsDays,
    // It counts the day's requests; the day before is history.
    rate_limits: 2,
    // Expired is expired.
    cache_entries: 0,
  };
}

/** Deletes what is older than it has to be kept, in batches of one short transaction each, beside ticks at work. */
export async function prune(options: PruneOptions): Promise<PruneResult> {
  const rows: PruneResult['rows'] = {
    schedule_runs: 0,
    report_generations: 0,
    cache_entries: 0,
    rate_limits: 0,
    notices: 0,
    market_months: 0,
    inventory_snapshots: 0,
    market_backfills: 0,
    hosts: 0,
  };
  let complete = true;
  const note = (table: PrunedTable, count: number) => {
    rows[table] += count;
    options.onProgress(table, rows[table]);
  };
  complete = (await pruneRuns(options, note)) && complete;
  complete = (await pruneGenerations(options, note)) && complete;
  for (const old of OLD_ROWS) complete = (await pruneRows(options, old, note)) && complete;
  return { rows, complete };
}

type Note = (table: PrunedTable, count: number) => void;

const cutoff = ({ now, keepDays }: PruneOptions, table: PrunedTable): Date =>
  new Date(now.getTime() - keepDays[table] * DAY_MS);

function pruneRuns(options: PruneOptions, note: Note): Promise<boolean> {
  const { pool, dryRun } = options;
  const before = cutoff(options, 'schedule_runs');
  return eachPage(options, 'schedule_runs', async (ids) => {
    const found = await findPrunableRuns(pool, ids, before);
    if (dryRun)
      return note(
        'schedule_runs',
        found.reduce((sum, { runs }) => sum + runs, 0),
      );
    if (found.length === 0) return;
    const deleted = await transaction(pool, async (tx) => {
      const locked = await lockRuns(
        tx,
        found.map(({ id }) => id),
      );
      // Asked again under the locks: a retry by hand may have come in between.
      const doomed = await findPrunableRuns(tx, locked, before);
      return deleteRuns(
        tx,
        doomed.map(({ id }) => id),
      );
    });
    note('schedule_runs', deleted);
  });
}

async function pruneGenerations(options: PruneOptions, note: Note): Promise<boolean> {
  const { pool, now, dryRun } = options;
  const zones = (await listZones(pool)).filter(isZone);
  const old: Omit<OldGenerations, 'ids'> = {
    createdBefore: cutoff(options, 'report_generations'),
    zones,
    monthStarts: zones.map((zone) => calendarMonth(now, zone).from),
    utcMonthStart: calendarMonth(now, 'UTC').from,
  };
  const remove = dryRun ? countPrunableGenerations : deleteGenerations;
  return eachPage(options, 'report_generations', async (ids) => {
    note('report_generations', await remove(pool, { ...old, ids }));
  });
}

async function eachPage(
  options: PruneOptions,
  table: 'schedule_runs' | 'report_generations',
  work: (ids: string[]) => Promise<void>,
): Promise<boolean> {
  const { pool, batch: limit, mayGoOn } = options;
  const before = earliestId(cutoff(options, table));
  for (let after = earliestId(new Date(0)); ; ) {
    if (!mayGoOn()) return false;
    const ids = await pageIds(pool, table, { after, before, limit });
    if (ids.length > 0) await work(ids);
    const last = ids.at(-1);
    if (last === undefined || ids.length < limit) return true;
    after = last;
  }
}

async function pruneRows(options: PruneOptions, old: OldRows, note: Note): Promise<boolean> {
  const { pool, batch: limit, mayGoOn, dryRun } = options;
  const before = cutoff(options, old.table);
  if (dryRun) {
    note(old.table, await countOldRows(pool, old, before));
    return true;
  }
  for (let deleted = limit; deleted === limit; ) {
    if (!mayGoOn()) return false;
    deleted = await deleteOldRows(pool, old, { before, limit });
    note(old.table, deleted);
  }
  return true;
}

/** The least UUID v7 of an instant: its first 48 bits are the milliseconds (RFC 9562 §5.7). */
function earliestId(instant: Date): string {
  const hex = instant.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
