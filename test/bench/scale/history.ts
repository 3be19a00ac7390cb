import type { Pool } from '../../../src/db/pool.ts';
import { idOf, NOW, seedPopulation } from '../support/seed.ts';

export const ACCOUNTS = 500;
/** Each schedule's runs of the past, one in four weeks. */
export const PAST_RUNS = 10;
/** Of these so many still have their report: `prune` keeps it for 100 days. */
const PAST_REPORTS = 3;
/** Reports of an account this month: what its limit counts, however long its history is. */
const REPORTS_THIS_MONTH = 20;
const FOUR_WEEKS_MS = 28 * 24 * 3_600_000;

/** Schedules with the history that they would have after ten months, as `prune` leaves it. */
export async function seedHistory(pool: Pool, schedules: number, progress: (line: string) => void): Promise<void> {
  progress(`seeding ${schedules} schedules`);
  await seedPopulation(pool, { accounts: ACCOUNTS, schedules, due: 0, limit: 1_000_000 });
  await pool.query(
    `create temporary table numbered as select id, account_id, row_number() over (order by id) as n from schedules`,
  );
  await withoutIndexes(pool, async () => {
    for (let back = PAST_RUNS; back > 0; back--) {
      progress(`seeding runs of ${back * 4} weeks ago`);
      await insertRuns(pool, back);
    }
    await insertReportsOfMonth(pool);
    progress('building the indexes');
  });
}

/** Ids in the order of their instants, as UUID v7 are. */
const pastId = (ms: string): string =>
  `(lpad(to_hex(${ms}), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid` as const;

async function insertRuns(pool: Pool, back: number): Promise<void> {
  const at = NOW.getTime() - back * FOUR_WEEKS_MS;
  await pool.query(
    `with runs as (
       insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, attempt, host, created_at,
         started_at, finished_at, error_code)
       select ${pastId('$1::bigint + n')}, id, account_id, 'schedule', $2, status, 1, 'bench', $2, $2, $2,
         case status when 'failed' then 'feed_unavailable' end
       from (select *, case n % 1000 when 0 then 'failed' else 'completed' end as status from numbered) s
       returning id, account_id, status
     )
     insert into report_generations (id, account_id, run_id, status, created_at)
     select id, account_id, id, case status when 'failed' then 'released' else status end, $2 from runs where $3`,
    [at, new Date(at), back <= PAST_REPORTS],
  );
}

/** By hand, so that they stand in nobody's way. */
async function insertReportsOfMonth(pool: Pool): Promise<void> {
  const at = NOW.getTime() - 24 * 3_600_000;
  await pool.query(
    `insert into report_generations (id, account_id, run_id, status, created_at)
     select ${pastId('$1::bigint + n')}, ${idOf('account', '(1 + n % $3::int)')}, ${pastId('$1::bigint + n')}, 'completed', $2
     from generate_series(1, $3::int * $4::int) n`,
    [at, new Date(at), ACCOUNTS, REPORTS_THIS_MONTH],
  );
}

/** Built afterwards in one go each: entered row by row, they would take longer than all the rest. */
async function withoutIndexes(pool: Pool, work: () => Promise<void>): Promise<void> {
  const { rows } = await pool.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes where tablename in ('schedule_runs', 'report_generations')
       and not exists (select from pg_constraint where conname = indexname)`,
  );
  for (const { indexname } of rows) await pool.query(`drop index ${indexname}`);
  await work();
  for (const { indexdef } of rows) await pool.query(indexdef);
}

/** Runs of 500 days ago, with their reports, for `prune` to take. */
export async function insertOldRuns(pool: Pool, count: number, round: number): Promise<void> {
  const at = NOW.getTime() - 500 * 24 * 3_600_000 + round * 60_000;
  await pool.query(
    `with runs as (
       insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, attempt, created_at,
         started_at, finished_at)
       select ${pastId('$1::bigint + n')}, id, account_id, 'schedule', $2, 'completed', 1, $2, $2, $2
       from (select s.*, row_number() over () as n from schedules s limit $3) s
       returning id, account_id
     )
     insert into report_generations (id, account_id, run_id, status, created_at)
     select id, account_id, id, 'completed', $2 from runs`,
    [at, new Date(at), count],
  );
}
