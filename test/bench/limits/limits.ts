import { randomUUID } from 'node:crypto';
import { type ReservationRequest, reserveGenerations } from '../../../src/accounts/reserve.ts';
import { openPool, type Pool, transaction } from '../../../src/db/pool.ts';
import type { Bench, BenchContext, BenchReport } from '../support/bench.ts';
import { describeServer } from '../support/machine.ts';
import { runNoOpTick } from '../support/no-op-tick.ts';
import { NOW, seedPopulation } from '../support/seed.ts';
import { type BenchServer, type BenchTemplate, startBenchServer } from '../support/server.ts';
import { alternate, median } from '../support/statistics.ts';

const ACCOUNTS = 500;
const LIMIT = 25;
/** What a tick claims, and so reserves, at once when its work is fast. */
const BATCH = 250;
const ROUNDS = 7;

export const limits: Bench = {
  summary: 'reserving 5,000 runs of 500 accounts, as a share of draining them',
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
  progress(`seeding ${10 * due} schedules`);
  const template = await server.prepare((pool) =>
    seedPopulation(pool, { accounts: ACCOUNTS, schedules: 10 * due, due, limit: LIMIT }),
  );
  const values = await alternate(
    {
      drain: () => timed(template, (url) => runNoOpTick(url)),
      reserve: () => timed(template, (url) => reserveAll(url, due)),
    },
    once ? 1 : ROUNDS,
  );
  return {
    figures: [
      { name: `drain, ${due} runs`, unit: 's', values: values.drain },
      { name: `reserve, ${due} runs`, unit: 's', values: values.reserve },
    ],
    ratios: [{ name: 'reserve / drain', value: median(values.reserve) / median(values.drain), atMost: 0.2 }],
    notes: [
      `PostgreSQL: ${await describeServer(server.admin)}`,
      `Reserved ${BATCH} at a time on one connection; the commits are those of the claims, and so the drain's.`,
    ],
  };
}

const timed = (template: BenchTemplate, work: (url: string) => Promise<unknown>): Promise<number> =>
  template.use(async (url) => {
    const began = performance.now();
    await work(url);
    return (performance.now() - began) / 1_000;
  });

async function reserveAll(url: string, due: number): Promise<void> {
  const pool = openPool(url, { max: 1 });
  try {
    const requests = await requestsOf(pool, due);
    const reserved = await transaction(pool, async (tx) => {
      let count = 0;
      for (let from = 0; from < requests.length; from += BATCH) {
        count += (await reserveGenerations(tx, requests.slice(from, from + BATCH), NOW)).size;
      }
      return count;
    });
    if (reserved !== due) throw new Error(`${reserved} places instead of ${due}.`);
  } finally {
    await pool.end();
  }
}

/** As a claim hands them over: all accounts in turn. */
async function requestsOf(pool: Pool, due: number): Promise<ReservationRequest[]> {
  const { rows } = await pool.query<{ id: string; timezone: string }>('select id, timezone from accounts order by id');
  return Array.from({ length: due }, (_, i) => {
    const account = rows[i % rows.length];
    if (!account) throw new Error('There are no accounts.');
    return {
      runId: randomUUID(),
      accountId: account.id,
      timezone: account.timezone,
      planKnown: true,
      planLimit: LIMIT,
      allowOverage: false,
      override: LIMIT,
    };
  });
}
