import { checkReportLimit } from '../../../src/accounts/check.ts';
import type { Pool } from '../../../src/db/pool.ts';
import { prune } from '../../../src/ops/prune.ts';
import { readStatus } from '../../../src/ops/status.ts';
import { type Claim, claimRuns } from '../../../src/runs/claim.ts';
import { writeOutcomes } from '../../../src/runs/finisher.ts';
import { dispatchBatch } from '../../../src/scheduling/dispatch.ts';
import { FairKeys } from '../../../src/scheduling/fair-keys.ts';
import { CONCURRENCY, silentLog } from '../support/no-op-tick.ts';
import { idOf, NOW } from '../support/seed.ts';
import { median } from '../support/statistics.ts';
import { ACCOUNTS, insertOldRuns } from './history.ts';

const DUE = 500;
const CLAIMS = 20;
const CHECKS = 50;
const OLD_RUNS = 1_000;
const log = silentLog();

export type Measures = Record<'dispatch' | 'claim' | 'finish' | 'limit-check' | 'status' | 'prune', number>;

/** One round over a database with that many schedules; milliseconds. Leaves no run open. */
export async function measureRound(pool: Pool, schedules: number, round: number): Promise<Measures> {
  await makeDue(pool, schedules, round);
  const dispatch = await timed(async () => {
    const { dispatched } = await dispatchBatch(pool, { queue: 'default', now: NOW, fairKeys: new FairKeys([]) });
    if (dispatched !== DUE) throw new Error(`Dispatched ${dispatched} of ${DUE}.`);
  });
  const { claim, finish } = await claimAndFinish(pool);
  await insertOldRuns(pool, OLD_RUNS, round);
  return {
    dispatch,
    claim,
    finish,
    'limit-check': await checkLimits(pool),
    status: await timed(() => readStatus(pool, NOW)),
    prune: await timed(() => pruneOldRuns(pool)),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** 1,999 has no divisor in common with the numbers of schedules, so that no schedule is met twice. */
async function makeDue(pool: Pool, schedules: number, round: number): Promise<void> {
  await pool.query(
    `update schedules set next_run_at = $1 where id in (
       select ${idOf('schedule', '(1 + (i * 1999 + $2) % $3)')} from generate_series(1, ${DUE}) i)`,
    [new Date(NOW.getTime() - (1 + round) * 1_000), round, schedules],
  );
}

/** Twenty claims as a tick with slow reports makes them, then the rest as one with fast ones. */
async function claimAndFinish(pool: Pool): Promise<Pick<Measures, 'claim' | 'finish'>> {
  const [claims, ends]: [number[], number[]] = [[], []];
  for (let left = DUE, n = 0; left > 0; n++) {
    let claim: Claim | undefined;
    claims.push(
      await timed(async () => {
        claim = await claimNext(pool, n < CLAIMS ? CONCURRENCY : DUE);
      }),
    );
    const ready = claim?.ready ?? [];
    if (ready.length === 0) throw new Error(`Nothing claimed, ${left} left.`);
    left -= ready.length;
    const at = { startedAt: NOW, finishedAt: NOW };
    const outcome = { kind: 'finished', status: 'completed' } as const;
    ends.push(
      await timed(() =>
        writeOutcomes(
          pool,
          ready.map((run) => ({ run, outcome, ...at })),
          log,
        ),
      ),
    );
  }
  return { claim: median(claims.slice(0, CLAIMS)), finish: median(ends.slice(0, CLAIMS)) };
}

const claimNext = (pool: Pool, want: number): Promise<Claim> =>
  claimRuns(pool, {
    queue: 'default',
    now: NOW,
    want,
    leaseUntil: new Date(NOW.getTime() + 120_000),
    host: 'bench',
    hostConcurrency: CONCURRENCY,
    accountConcurrency: 4,
    ownTokens: [],
    startedAt: NOW,
    isZone: () => true,
  });

async function checkLimits(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ id: string }>('select id from accounts order by id limit $1', [ACCOUNTS]);
  const times: number[] = [];
  for (const { id } of rows.slice(0, CHECKS)) times.push(await timed(() => checkReportLimit(pool, id, NOW, log)));
  return median(times);
}

async function pruneOldRuns(pool: Pool): Promise<void> {
  const { rows } = await prune({
    pool,
    now: NOW,
    keepDays: {
      ...{
        schedule_runs: 400,
        report_generations: 100,
        notices: 400,
        market_months: 1_500,
        inventory_snapshots: 1_500,
      },
      ...{ market_backfills: 40, hosts: 30, rate_limits: 2, cache_entries: 0 },
    },
    batch: 1_000,
    dryRun: false,
    mayGoOn: () => true,
    onProgress: () => {},
  });
  if (rows.schedule_runs !== OLD_RUNS || rows.report_generations !== OLD_RUNS) {
    throw new Error(`Pruned ${JSON.stringify(rows)}, wanted ${OLD_RUNS} of each.`);
  }
}
