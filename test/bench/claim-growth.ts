import { openPool, type Pool } from '../../src/db/pool.ts';
import { claimRuns } from '../../src/runs/claim.ts';
import type { Bench, Figure } from './support/bench.ts';
import { CONCURRENCY } from './support/no-op-tick.ts';
import { idOf, NOW, seedPopulation, seedSchedules } from './support/seed.ts';
import { startBenchServer } from './support/server.ts';
import { median } from './support/statistics.ts';

const ACCOUNTS = 500;
const ROUNDS = 7;
/** Claims of a round; together they take fewer runs than the small accounts have at the smallest size. */
const CLAIMS = 20;

interface Size {
  schedules: number;
  eligible: number;
}

const SIZES: Size[] = [
  { schedules: 1_000, eligible: 1_000 },
  { schedules: 10_000, eligible: 1_000 },
  { schedules: 100_000, eligible: 1_000 },
  { schedules: 1_000_000, eligible: 1_000 },
  { schedules: 1_000_000, eligible: 10_000 },
  { schedules: 1_000_000, eligible: 50_000 },
  { schedules: 1_000_000, eligible: 200_000 },
];
const SMALL: Size[] = [
  { schedules: 1_000, eligible: 1_000 },
  { schedules: 2_000, eligible: 2_000 },
];

export const claimGrowth: Bench = {
  summary: 'the time of a claim from 1k to 1M schedules and from 1k to 200k ready runs',
  run: async ({ once, progress }) => {
    const server = await startBenchServer();
    try {
      const template = await server.prepare((pool) =>
        seedPopulation(pool, { accounts: ACCOUNTS, schedules: 0, due: 0, limit: 1_000_000 }),
      );
      const figures = await template.use(async (url) => {
        const pool = openPool(url, { max: 1 });
        try {
          return await grow(pool, once ? SMALL : SIZES, once ? 1 : ROUNDS, progress);
        } finally {
          await pool.end();
        }
      });
      const medians = figures.map(({ values }) => median(values));
      return {
        figures,
        ratios: [{ name: 'slowest / smallest', value: Math.max(...medians) / (medians[0] ?? 0), atMost: 1.5 }],
        notes: [
          `Each figure is a claim of ${CONCURRENCY} runs with its checks and reservations, one account holding 80 % of the ready runs.`,
        ],
      };
    } finally {
      await server.close();
    }
  },
};

async function grow(pool: Pool, sizes: readonly Size[], rounds: number, progress: (line: string) => void) {
  const figures: Figure[] = [];
  let reached: Size = { schedules: 0, eligible: 0 };
  for (const size of sizes) {
    progress(`${size.schedules} schedules, ${size.eligible} ready runs`);
    await seedSchedules(pool, { accounts: ACCOUNTS, from: reached.schedules, to: size.schedules, due: 0 });
    await queueRuns(pool, reached.eligible, size.eligible);
    await pool.query('vacuum analyze');
    reached = size;
    await round(pool); // fills the caches
    const values: number[] = [];
    for (let n = 0; n < rounds; n++) values.push(median(await round(pool)));
    figures.push({ name: `${size.schedules} schedules, ${size.eligible} ready`, unit: 'ms', values });
  }
  return figures;
}

/** One account holds four of five runs, the others one in turn; keys are given as dispatch gives them. */
async function queueRuns(pool: Pool, from: number, to: number): Promise<void> {
  await pool.query(
    `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, fair_key, created_at)
     select ${idOf('run', 'i')}, ${idOf('schedule', '(1 + i % 1000)')},
       case when i % 5 = 0 then ${idOf('account', '(2 + i / 5 % ($3::int - 1))')} else ${idOf('account', '1')} end,
       'manual', $4, 'queued', case when i % 5 = 0 then 1 + i / 5 / ($3::int - 1) else i end, $4
     from generate_series($1::int + 1, $2::int) i`,
    [from, to, ACCOUNTS, NOW],
  );
}

/** Claims, and between them gives the runs back unmeasured, as if they had ended. @returns milliseconds of each claim */
async function round(pool: Pool): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < CLAIMS; n++) {
    const began = performance.now();
    const { token, ready } = await claimRuns(pool, {
      queue: 'default',
      now: NOW,
      want: CONCURRENCY,
      leaseUntil: new Date(NOW.getTime() + 120_000),
      host: 'bench',
      hostConcurrency: CONCURRENCY,
      accountConcurrency: 4,
      ownTokens: [],
      startedAt: NOW,
      isZone: () => true,
    });
    times.push(performance.now() - began);
    if (ready.length !== CONCURRENCY) throw new Error(`A claim got ${ready.length} runs, wanted ${CONCURRENCY}.`);
    await endRuns(pool, token);
  }
  await requeueEnded(pool);
  return times;
}

async function endRuns(pool: Pool, token: string): Promise<void> {
  await pool.query(
    `update schedule_runs set status = 'completed', claim_token = null, lease_until = null, finished_at = $2
     where claim_token = $1 and status = 'running'`,
    [token, NOW],
  );
}

async function requeueEnded(pool: Pool): Promise<void> {
  await pool.query(
    `update schedule_runs set status = 'queued', attempt = 0, finished_at = null, started_at = null, host = null
     where status = 'completed'`,
  );
  await pool.query('truncate report_generations');
  await pool.query('vacuum schedule_runs');
}
