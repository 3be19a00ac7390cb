import type { Pool } from '../../../src/db/pool.ts';

/** The business time of all benchmarks: a Wednesday, 09:00:30 in Chicago. */
export const NOW = new Date('2026-06-10T14:00:30Z');

export interface Population {
  accounts: number;
  schedules: number;
  /** Schedules whose next run is due at NOW; the others' is hours to weeks away. */
  due: number;
  /** Each account's monthly limit. */
  limit: number;
}

/** Ids ordered by their number, as UUID v7 are by their time; a random-looking tail keeps them apart from each other's kind. */
export const idOf = (kind: string, number: string): string =>
  `(lpad(to_hex(1750000000000 + ${number}), 12, '0') || '7' || substr(md5('${kind}' || ${number}), 1, 3) || '8'
    || substr(md5('${kind}' || ${number}), 4, 15))::uuid`;

/** Accounts with a plan limit, and schedules of all cadences in four zones with one recipient each. */
export async function seedPopulation(pool: Pool, population: Population): Promise<void> {
  await pool.query(
    `insert into accounts (id, name, email_verified, plan_slug, monthly_report_limit_override, timezone, created_at)
     select ${idOf('account', 'i')}, 'Harbor Realty ' || i, true, 'starter', $2::int, ${zoneOf('i')}, $3
     from generate_series(1, $1::int) i`,
    [population.accounts, population.limit, NOW],
  );
  await seedSchedules(pool, { ...population, from: 0, to: population.schedules });
}

/**
 * Schedules number `from` + 1 to `to`. The due ones, shared evenly by all accounts, lie spread over the table, as their
 * owners came in no particular order.
 */
export async function seedSchedules(
  pool: Pool,
  { accounts, from, to, due }: { accounts: number; from: number; to: number; due: number },
): Promise<void> {
  const every = due === 0 ? 0 : Math.floor((to - from) / due);
  await pool.query(
    `insert into schedules (id, account_id, name, report_type, cities, cadence, send_time, weekly_dow, monthly_dom,
       timezone, next_run_at, created_at)
     select ${idOf('schedule', 'i')}, ${idOf('account', '(1 + i / greatest($4::int, 1) % $1::int)')}, 'Weekly market',
       'market_snapshot', '{Houston}', (array['daily', 'weekly', 'weekly', 'monthly'])[1 + i / 3 % 4], '09:00', 3, 10,
       ${zoneOf('i / 7')},
       case when $4::int > 0 and i % greatest($4::int, 1) = 0 then $5::timestamptz - make_interval(secs => 1 + i % 30)
         else $5::timestamptz + make_interval(hours => 1 + i % 500) end, $5
     from generate_series($2::int + 1, $3::int) i`,
    [accounts, from, to, every, NOW],
  );
  await pool.query(
    `insert into schedule_recipients (schedule_id, email)
     select ${idOf('schedule', 'i')}, 'reader@example.com' from generate_series($1::int + 1, $2::int) i`,
    [from, to],
  );
}

const zoneOf = (number: string): string =>
  `(array['America/Chicago', 'America/New_York', 'America/Denver', 'America/Los_Angeles'])[1 + ${number} % 4]`;
