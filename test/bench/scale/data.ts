import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { openPool, type Pool } from '../../../src/db/pool.ts';
import type { Bench, BenchContext, BenchReport } from '../support/bench.ts';
import { type BenchServer, startBenchServer } from '../support/server.ts';
import { median } from '../support/statistics.ts';
import { PAST_RUNS, seedHistory } from './history.ts';
import { type Measures, measureRound } from './measures.ts';

const SMALL = 10_000;
const LARGE = 1_000_000;
const ROUNDS = 9;
const DISK_GB = 15;

interface Side {
  schedules: number;
  pool: Pool;
  rounds: Measures[];
}

export const scaleData: Bench = {
  summary:
    'dispatch, claim, finish, limit-check, status and prune over 1M schedules and 10M past runs against 1 % of them',
  run: async (context) => {
    if (!context.once) await assertRoom();
    const server = await startBenchServer();
    try {
      return await compare(server, context);
    } finally {
      await server.close();
    }
  },
};

async function assertRoom(): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  const free = Math.floor((bavail * bsize) / 1e9);
  if (free < DISK_GB) throw new Error(`scale-data needs ${DISK_GB} GB in ${tmpdir()}, ${free} GB are free.`);
}

async function compare(server: BenchServer, { once, progress }: BenchContext): Promise<BenchReport> {
  const sides: Side[] = [];
  try {
    for (const schedules of once ? [1_000, 2_000] : [SMALL, LARGE]) {
      const { url } = await server.prepare((pool) => seedHistory(pool, schedules, progress));
      // Two, as a tick uses them: pruning asks while it holds a transaction.
      sides.push({ schedules, pool: openPool(url, { max: 2 }), rounds: [] });
    }
    for (const { pool, schedules } of sides) await measureRound(pool, schedules, 0); // fills the caches
    for (let round = 1; round <= (once ? 1 : ROUNDS); round++) {
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        side.rounds.push(await measureRound(side.pool, side.schedules, round));
      }
      progress(`round ${round}`);
    }
  } finally {
    await Promise.all(sides.map(({ pool }) => pool.end()));
  }
  return report(sides);
}

function report([small, large]: Side[]): BenchReport {
  if (!small || !large) throw new Error('scale-data: two sizes are compared');
  const names = Object.keys(small.rounds[0] ?? {}) as (keyof Measures)[];
  const values = ({ rounds }: Side, name: keyof Measures) => rounds.map((round) => round[name]);
  const label = ({ schedules }: Side) => `${schedules} schedules`;
  return {
    figures: names.flatMap((name) =>
      [small, large].map((side) => ({
        name: `${name}, ${label(side)}`,
        unit: 'ms' as const,
        values: values(side, name),
      })),
    ),
    ratios: names.map((name) => ({
      name: `${name}, large / small`,
      value: median(values(large, name)) / median(values(small, name)),
      atMost: 2,
    })),
    notes: [
      `Each schedule has ${PAST_RUNS} past runs. Dispatch is of 500, claim and finish of 8, prune of 1,000 runs with their reports.`,
    ],
  };
}
