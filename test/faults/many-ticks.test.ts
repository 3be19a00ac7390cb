import { expect } from 'vitest';
import type { TickSummary } from '../../src/pipeline/tick-summary.ts';
import { addTestAccount, countOf } from '../support/fixtures.ts';
import { type Bench, ROUNDS } from './bench.ts';
import { benchTest } from './bench-test.ts';

// Most schedules end by their account's limit, which eight processes must not pass together; the rest have
// servers that refuse, or refuse for now, or half of their recipients refused.
const TICKS = 8;
const SCHEDULES = 2_000;
const LIMIT = 5;
const UNLIMITED = Math.min(2 * ROUNDS, 38);
/** 50 schedules each. */
const ACCOUNTS = [
  { status: 'suspended' },
  ...Array.from({ length: UNLIMITED }, () => ({})),
  ...Array.from({ length: 39 - UNLIMITED }, () => ({ override: LIMIT })),
];

/** By the remainder of a schedule's number by ten: to whom it goes and how it ends when nothing keeps it from sending. */
const KINDS = [
  { recipients: ['refused'], ends: 'failed' },
  { recipients: ['refused', 'good'], ends: 'partial' },
  { recipients: ['later'], ends: 'queued' },
  { recipients: [], ends: 'no_recipients' },
  ...Array.from({ length: 6 }, () => ({ recipients: ['good'], ends: 'completed' })),
];

async function addSchedules({ database: { pool } }: Bench): Promise<void> {
  const accounts = await Promise.all(ACCOUNTS.map((account) => addTestAccount(pool, account)));
  await pool.query(
    `insert into schedules (id, account_id, name, report_type, cities, cadence, send_time, timezone, next_run_at,
       created_at)
     select gen_random_uuid(), ($1::uuid[])[1 + n / 10 % cardinality($1)], n % 10, 'market_snapshot', '{Houston}', 'daily',
       date_trunc('minute', (now() + interval '12 hours') at time zone 'UTC')::time, 'UTC', now() - n * interval '1 second', now()
     from generate_series(1, $2::int) n`,
    [accounts, SCHEDULES],
  );
  for (const [kind, { recipients }] of KINDS.entries()) {
    await pool.query(
      `insert into schedule_recipients (schedule_id, email)
       select id, recipient || '-' || id || '@example.com' from schedules, unnest($2::text[]) recipient where name = $1`,
      [String(kind), recipients],
    );
  }
}

async function runTicks(bench: Bench): Promise<TickSummary[]> {
  const settings = { ...bench.direct, CONCURRENCY: '4', TICK_BUDGET_SECONDS: '600' };
  const ticks = await Promise.all(
    Array.from({ length: TICKS }, (_, n) => bench.startTick({ ...settings, REPORTCTL_HOST: `host-${n}` })),
  );
  const ends = await Promise.all(ticks.map(({ ended }) => ended));
  // 1 where the runs that it happened to work on failed.
  for (const { code, stderr } of ends) expect(code, stderr).toBeOneOf([0, 1]);
  return ends.map(({ stdout }) => JSON.parse(stdout) as TickSummary);
}

benchTest(
  'eight ticks at once over 2,000 due schedules, failures among them: each covered once, nobody written to twice (T7, T13, L2)',
  async ({ bench }) => {
    const { pool } = bench.database;
    await addSchedules(bench);
    bench.smtp.script.rcpt = (address) => {
      if (address.startsWith('refused')) return { code: 550, text: 'no such user' };
      return address.startsWith('later') ? { code: 451, text: 'greylisted' } : undefined;
    };
    const summaries = await runTicks(bench);
    const total = (key: 'dispatched' | 'rescued') => summaries.reduce((sum, summary) => sum + summary[key], 0);
    expect({ dispatched: total('dispatched'), rescued: total('rescued') }).toEqual({
      dispatched: SCHEDULES,
      rescued: 0,
    });
    await expectCovered(bench);
    await expectLimits(bench);
    const sent = bench.smtp.messages.map(({ to }) => to.join());
    expect(new Set(sent).size).toBe(sent.length);
    expect(await countOf(pool, `deliveries where status = 'sent'`)).toBe(sent.length);
    expect(await countOf(pool, `deliveries where status in ('sending', 'unknown')`)).toBe(0);
  },
  600_000,
);

async function expectCovered({ database: { pool } }: Bench): Promise<void> {
  expect(await countOf(pool, 'schedule_runs')).toBe(SCHEDULES);
  expect(await countOf(pool, '(select distinct schedule_id from schedule_runs) covered')).toBe(SCHEDULES);
  expect(await countOf(pool, `schedules where status = 'active' and next_run_at > now()`)).toBe(SCHEDULES);
  const { rows } = await pool.query<{ kind: string; account: string; status: string }>(
    `select distinct s.name as kind, a.status as account, r.status
     from schedule_runs r join schedules s on s.id = r.schedule_id join accounts a on a.id = r.account_id`,
  );
  for (const { kind, account, status } of rows) {
    const expected = account === 'suspended' ? ['skipped_inactive'] : ['skipped_limit', KINDS[Number(kind)]?.ends];
    expect(expected).toContain(status);
  }
}

/** A place in the month for each report that was made or waits for its retry, none lost, none too many. */
async function expectLimits({ database: { pool } }: Bench): Promise<void> {
  const { rows } = await pool.query<{ expected: string; status: string }>(
    `select distinct g.status, case when r.status in ('completed', 'partial') then 'completed'
       when r.status = 'queued' then 'reserved' else 'released' end as expected
     from report_generations g join schedule_runs r on r.id = g.run_id`,
  );
  for (const { status, expected } of rows) expect(status).toBe(expected);
  const { rows: used } = await pool.query<{ places: number }>(
    `select count(g.id) as places from accounts a
     left join report_generations g on g.account_id = a.id and g.status in ('reserved', 'completed')
     where a.monthly_report_limit_override is not null group by a.id`,
  );
  expect(Math.max(...used.map(({ places }) => places))).toBe(LIMIT);
}
