import type { Queryable } from '../db/pool.ts';

// A generation is known by its run.
const KEYS = { schedule_runs: 'id', report_generations: 'run_id' };

/** The next ids of a table in their order, which is that of creation (UUID v7): old rows are found without an index more. */
export async function pageIds(
  db: Queryable,
  table: keyof typeof KEYS,
  params: { after: string; before: string; limit: number },
): Promise<string[]> {
  const key = KEYS[table];
  const { rows } = await db.query<{ id: string }>(
    `select ${key} as id from ${table} where ${key} > $1 and ${key} < $2 order by ${key} limit $3`,
    [params.after, params.before, params.limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Of these runs, those that may go, each with its retries: all of them ended before `endedBefore`, nobody's answer is
 * unknown, and none guards its schedule, where that is not deleted (a quality check deletes its own): its newest run, its newest instant, and whatever the cursor has not passed
 * (a cursor that was set back must not fire again what has been sent).
 */
export async function findPrunableRuns(
  db: Queryable,
  ids: readonly string[],
  endedBefore: Date,
): Promise<{ id: string; runs: number }[]> {
  const { rows } = await db.query<{ id: string; runs: number }>(
    `select r.id, 1 + (select count(*) from schedule_runs c where c.retry_of = r.id) as runs
     from unnest($1::uuid[]) u (id) join schedule_runs r on r.id = u.id
     where not exists (select from schedule_runs root where root.id = r.retry_of)
       and not exists (
         select from (
           select r.id, r.schedule_id, r.trigger, r.scheduled_for, r.finished_at
           union all
           select c.id, c.schedule_id, c.trigger, c.scheduled_for, c.finished_at from schedule_runs c where c.retry_of = r.id
         ) m
         where m.finished_at is null or m.finished_at >= $2
           or exists (select from deliveries d where d.run_id = m.id and d.status = 'unknown')
           or exists (select from schedules s where s.id = m.schedule_id and s.status <> 'deleted' and (
             not exists (select from schedule_runs n where n.schedule_id = m.schedule_id and n.id > m.id)
             or m.trigger = 'schedule' and (m.scheduled_for >= s.next_run_at
               or not exists (select from schedule_runs n where n.schedule_id = m.schedule_id and n.trigger = 'schedule'
                 and n.scheduled_for > m.scheduled_for)))))`,
    [ids, endedBefore],
  );
  return rows;
}

/** Locks what nobody else works on: whoever retries a run by hand holds its row. */
export async function lockRuns(tx: Queryable, ids: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'select id from schedule_runs where id = any($1) order by id for update skip locked',
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** Deletes runs, their retries and the ledgers of both; the number of runs. */
export async function deleteRuns(tx: Queryable, ids: readonly string[]): Promise<number> {
  const { rowCount } = await tx.query('delete from schedule_runs where id = any($1) or retry_of = any($1)', [ids]);
  return rowCount ?? 0;
}

export interface OldGenerations {
  ids: readonly string[];
  createdBefore: Date;
  /** Where the current month begins in each zone that accounts have; months of other accounts are UTC's. */
  zones: readonly string[];
  monthStarts: readonly Date[];
  utcMonthStart: Date;
}

// What the plan's limit counts this month stays, what a run under way lives on, and the model that a resend or a retry by
// hand would send: another one would show other figures and count a second time.
const PRUNABLE_GENERATIONS = `select g.run_id from report_generations g
  left join accounts a on a.id = g.account_id
  left join unnest($3::text[], $4::timestamptz[]) z (zone, month_start) on z.zone = a.timezone
  where g.run_id = any($1) and g.created_at < least($2::timestamptz, coalesce(z.month_start, $5::timestamptz))
    and not exists (select from schedule_runs r where r.id = g.run_id and r.finished_at is null)
    and not exists (select from schedule_runs r where r.retry_of = g.run_id and r.finished_at is null)
    and not exists (select from deliveries d where d.run_id = g.run_id and d.status in ('unknown', 'failed'))
    and not exists (select from schedule_runs r join deliveries d on d.run_id = r.id
      where r.retry_of = g.run_id and d.status in ('unknown', 'failed'))`;

const generationValues = (old: OldGenerations) => [
  old.ids,
  old.createdBefore,
  old.zones,
  old.monthStarts,
  old.utcMonthStart,
];

export async function countPrunableGenerations(db: Queryable, old: OldGenerations): Promise<number> {
  const { rowCount } = await db.query(PRUNABLE_GENERATIONS, generationValues(old));
  return rowCount ?? 0;
}

export async function deleteGenerations(db: Queryable, old: OldGenerations): Promise<number> {
  const { rowCount } = await db.query(
    `delete from report_generations where run_id in (${PRUNABLE_GENERATIONS} order by g.run_id for update of g skip locked)`,
    generationValues(old),
  );
  return rowCount ?? 0;
}

export async function listZones(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ timezone: string }>('select distinct timezone from accounts order by timezone');
  return rows.map(({ timezone }) => timezone);
}
