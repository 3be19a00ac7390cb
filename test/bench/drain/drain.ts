import { existsSync } from 'node:fs';
import type { Pool } from '../../../src/db/pool.ts';
import type { Bench, BenchContext, BenchReport, Ratio } from '../support/bench.ts';
import { describeServer } from '../support/machine.ts';
import { runNoOpTick } from '../support/no-op-tick.ts';
import { NOW, seedPopulation } from '../support/seed.ts';
import { type BenchServer, startBenchServer } from '../support/server.ts';
import { alternate, median } from '../support/statistics.ts';
import { drainFloor } from './floor.ts';

interface Contestant {
  /** Makes its own schema; not measured. */
  prepare?: (url: string) => Promise<void>;
  drain: (url: string) => Promise<unknown>;
}

const PEERS = ['graphile-worker', 'pg-boss'] as const;
const ROUNDS = 7;

/** How to get what this benchmark compares with, where it is missing. */
const INSTALL_PEERS =
  'The peers are not installed, so they are left out; install them with: npm ci --prefix test/bench';

export const drain: Bench = {
  summary: '5,000 due schedules of 50,000 against graphile-worker, pg-boss and the bare rows',
  run: async (context) => {
    const server = await startBenchServer();
    try {
      return await compare(server, context);
    } finally {
      await server.close();
    }
  },
};

async function compare(server: BenchServer, { once, progress }: BenchContext): Promise<BenchReport> {
  const due = once ? 500 : 5_000;
  const peers = await findPeers(due);
  const contestants: Record<string, Contestant> = {
    reportctl: { drain: (url) => runNoOpTick(url) },
    floor: { drain: drainFloor },
    ...peers,
  };
  progress(`seeding ${10 * due} schedules`);
  const template = await server.prepare((pool) =>
    seedPopulation(pool, { accounts: 500, schedules: 10 * due, due, limit: 25 }),
  );
  const runners = Object.entries(contestants).map(([name, { prepare, drain: work }]) => [
    name,
    () =>
      template.use(async (url, pool) => {
        await prepare?.(url);
        const began = performance.now();
        await work(url);
        const seconds = (performance.now() - began) / 1000;
        await assertDrained(pool, due, name);
        progress(`${name} ${seconds.toFixed(3)} s`);
        return seconds;
      }),
  ]);
  const values = await alternate(
    Object.fromEntries(runners) as Record<string, () => Promise<number>>,
    once ? 1 : ROUNDS,
  );
  return report(values, await describeServer(server.admin), Object.keys(peers).length === 0);
}

async function findPeers(runs: number): Promise<Record<string, Contestant>> {
  if (!PEERS.every((peer) => existsSync(new URL(`../node_modules/${peer}`, import.meta.url)))) return {};
  const { drainGraphileWorker, prepareGraphileWorker } = await import('./graphile-worker.ts');
  const { drainPgBoss, preparePgBoss } = await import('./pg-boss.ts');
  return {
    'graphile-worker': { prepare: prepareGraphileWorker, drain: (url) => drainGraphileWorker(url, runs) },
    'pg-boss': { prepare: preparePgBoss, drain: (url) => drainPgBoss(url, runs) },
  };
}

/** Every due schedule has one completed run and a cursor in the future; whoever reserves, reserved one for each. */
async function assertDrained(pool: Pool, due: number, name: string): Promise<void> {
  const { rows } = await pool.query<{ completed: number; late: number; generations: number }>(
    `select (select count(distinct schedule_id) from schedule_runs where status = 'completed') as completed,
       (select count(*) from schedules where next_run_at <= $1) as late,
       (select count(*) from report_generations where status = 'completed') as generations`,
    [NOW],
  );
  const { completed, late, generations } = rows[0] ?? {};
  const reserves = name === 'reportctl' || name === 'floor';
  if (completed !== due || late !== 0 || generations !== (reserves ? due : 0)) {
    throw new Error(`${name} did not do the work: ${JSON.stringify(rows[0])}, wanted ${due} completed.`);
  }
}

function report(values: Record<string, number[]>, server: string, withoutPeers: boolean): BenchReport {
  const own = median(values.reportctl ?? []);
  const ratios = Object.entries(values).flatMap(([name, seconds]): Ratio[] => {
    if (name === 'reportctl') return [];
    if (name === 'floor') return [{ name: 'reportctl / floor', value: own / median(seconds), atMost: 2.5 }];
    return [{ name: `${name} / reportctl`, value: median(seconds) / own, atLeast: 7 }];
  });
  return {
    figures: Object.entries(values).map(([name, seconds]) => ({ name, unit: 's' as const, values: seconds })),
    ratios,
    notes: [`PostgreSQL: ${server}`, ...(withoutPeers ? [INSTALL_PEERS] : [])],
  };
}
