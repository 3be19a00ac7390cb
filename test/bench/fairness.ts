import { openPool, type Pool } from '../../src/db/pool.ts';
import type { RunStep } from '../../src/runs/worker.ts';
import { DISPATCH_BATCH, dispatchBatch } from '../../src/scheduling/dispatch.ts';
import { readFairKeys } from '../../src/scheduling/dispatch-queries.ts';
import { FairKeys } from '../../src/scheduling/fair-keys.ts';
import type { Bench } from './support/bench.ts';
import { CONCURRENCY, noOp, runNoOpTick } from './support/no-op-tick.ts';
import { NOW, seedPopulation } from './support/seed.ts';
import { startBenchServer } from './support/server.ts';

const ROUNDS = 5;

export const fairness: Bench = {
  summary: "how many runs start before an account's single run, behind 10,000 of another's",
  run: async ({ once, progress }) => {
    const runs = once ? 500 : 10_000;
    const server = await startBenchServer();
    try {
      progress(`seeding ${runs} schedules`);
      const template = await server.prepare(async (pool) => {
        await seedPopulation(pool, { accounts: 2, schedules: runs, due: runs, limit: 1_000_000 });
        await giveAllToOneAccount(pool);
        await dispatchAll(pool);
        // As a later tick would: it knows of the others only what it reads.
        await makeLastOneDue(pool);
        await dispatchAll(pool);
      });
      const places: number[] = [];
      for (let round = 0; round < (once ? 1 : ROUNDS); round++) places.push(await template.use(placeOfSingle));
      return {
        figures: [{ name: 'place of the single run', unit: 'count', values: places }],
        ratios: [{ name: `place / (2 × ${CONCURRENCY})`, value: Math.max(...places) / (2 * CONCURRENCY), atMost: 1 }],
        notes: [],
      };
    } finally {
      await server.close();
    }
  },
};

/** All but one schedule are the big account's; the small account's one is not due yet. */
async function giveAllToOneAccount(pool: Pool): Promise<void> {
  await pool.query(
    `update schedules s set account_id = case when s.id = l.id then l.accounts[2] else l.accounts[1] end,
       next_run_at = case when s.id = l.id then null else s.next_run_at end
     from (select (select id from schedules order by id desc limit 1) as id,
       array(select id from accounts order by id) as accounts) l`,
  );
}

async function dispatchAll(pool: Pool): Promise<void> {
  const fairKeys = new FairKeys(await readFairKeys(pool, 'default'));
  let examined = DISPATCH_BATCH;
  while (examined === DISPATCH_BATCH)
    ({ examined } = await dispatchBatch(pool, { queue: 'default', now: NOW, fairKeys }));
}

async function makeLastOneDue(pool: Pool): Promise<void> {
  await pool.query('update schedules set next_run_at = $1 where next_run_at is null', [NOW]);
}

/** From 1: which of the tick's runs, in the order of their starts, was the small account's. */
async function placeOfSingle(url: string): Promise<number> {
  const pool = openPool(url, { max: 1 });
  const { rows } = await pool.query<{ id: string }>('select id from accounts order by id desc limit 1');
  await pool.end();
  const found = new AbortController();
  let [started, place] = [0, 0];
  const step: RunStep = (run, context) => {
    started += 1;
    if (run.accountId === rows[0]?.id) {
      place = started;
      found.abort();
    }
    return noOp(run, context);
  };
  await runNoOpTick(url, step, { stop: found.signal });
  if (place === 0) throw new Error("The small account's run never started.");
  return place;
}
