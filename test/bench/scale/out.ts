import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pool } from '../../../src/db/pool.ts';
import type { Bench, BenchContext, BenchReport, Figure } from '../support/bench.ts';
import { bundle, withScratch } from '../support/scratch.ts';
import { seedPopulation } from '../support/seed.ts';
import { type BenchServer, type BenchTemplate, startBenchServer } from '../support/server.ts';
import { median } from '../support/statistics.ts';
import { runHosts } from './hosts.ts';
import { shareOfLockWaits } from './lock-waits.ts';

const HOSTS = [1, 2, 4, 8, 16];
const ROUNDS = 5;
const ACCOUNTS = 2_000;
const entry = fileURLToPath(new URL('tick-host.ts', import.meta.url));

interface Load {
  name: string;
  /** Schedules due. */
  due: number;
  /** How long a report waits for others. */
  waitMs: number;
}

const LOADS: Load[] = [
  { name: 'no-op', due: 5_000, waitMs: 0 },
  { name: '50 ms a report', due: 1_600, waitMs: 50 },
];
const SMALL: Load[] = LOADS.map((load) => ({ ...load, due: 200 }));

export const scaleOut: Bench = {
  summary: 'one to sixteen hosts at one database: throughput, lock waits, and no run made twice',
  run: async (context) => {
    const server = await startBenchServer();
    try {
      return await withScratch(async (folder) => {
        const program = join(folder, 'host.mjs');
        await bundle({ entryPoints: [entry] }, program);
        return await compare(server, program, context);
      });
    } finally {
      await server.close();
    }
  },
};

async function compare(server: BenchServer, program: string, context: BenchContext): Promise<BenchReport> {
  const counts = context.once ? HOSTS.slice(0, 2) : HOSTS;
  const report: BenchReport = { figures: [], ratios: [], notes: [] };
  for (const load of context.once ? SMALL : LOADS) {
    const template = await server.prepare((pool) =>
      seedPopulation(pool, { accounts: ACCOUNTS, schedules: 5 * load.due, due: load.due, limit: 1_000 }),
    );
    const { figures, lockWaits } = await measureLoad(template, program, load, counts, context);
    const [first, ...others] = figures;
    report.figures.push(...figures);
    for (const figure of others) {
      report.ratios.push({
        name: `${figure.name} / one`,
        value: median(figure.values) / median(first?.values ?? []),
      });
    }
    report.notes.push(`${load.name}: of the connections at work, ${lockWaits.join(', ')} waited for a lock.`);
  }
  report.notes.push('Every run was made once, by one host, at its first attempt; no deadlock.');
  return report;
}

async function measureLoad(
  template: BenchTemplate,
  program: string,
  load: Load,
  counts: readonly number[],
  { once, progress }: BenchContext,
): Promise<{ figures: Figure[]; lockWaits: string[] }> {
  const rates = new Map<number, { rates: number[]; waits: number[] }>(counts.map((n) => [n, { rates: [], waits: [] }]));
  for (let round = 0; round < (once ? 1 : ROUNDS); round++) {
    for (const [count, seen] of round % 2 === 0 ? rates : [...rates].reverse()) {
      const { rate, lockWaits } = await template.use((url, pool) => measure(url, pool, program, load, count));
      seen.rates.push(rate);
      seen.waits.push(lockWaits);
      progress(`${load.name}, ${count} hosts: ${rate.toFixed(0)} runs/s`);
    }
  }
  return {
    figures: [...rates].map(([count, seen]) => ({
      name: `${load.name}, ${count} ${count === 1 ? 'host' : 'hosts'}`,
      unit: 'runs/s',
      values: seen.rates,
    })),
    lockWaits: [...rates].map(([count, { waits }]) => `${Math.round(100 * median(waits))} % with ${count}`),
  };
}

async function measure(url: string, pool: Pool, program: string, load: Load, count: number) {
  const { result, lockWaits } = await shareOfLockWaits(pool, () => runHosts(program, url, count, load.waitMs));
  assertOnceEach(result.made, load.due);
  await assertAllEnded(pool, load.due);
  return { rate: load.due / result.seconds, lockWaits };
}

function assertOnceEach(made: readonly string[][], due: number): void {
  const all = made.flat();
  if (all.length !== due || new Set(all).size !== due) {
    throw new Error(`${all.length} reports were made of ${new Set(all).size} runs, wanted ${due} of ${due}.`);
  }
}

async function assertAllEnded(pool: Pool, due: number): Promise<void> {
  const { rows } = await pool.query<{ runs: number; good: number; deadlocks: number }>(
    `select count(*) as runs, count(*) filter (where status = 'completed' and attempt = 1) as good,
       (select deadlocks from pg_stat_database where datname = current_database()) as deadlocks
     from schedule_runs`,
  );
  const { runs, good, deadlocks } = rows[0] ?? {};
  if (runs !== due || good !== due || deadlocks !== 0) {
    throw new Error(`The hosts did not do the work: ${JSON.stringify(rows[0])}, wanted ${due} completed.`);
  }
}
