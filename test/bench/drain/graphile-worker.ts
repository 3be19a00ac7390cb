import { Logger, run, runMigrations } from 'graphile-worker';
import type { Queryable } from '../../../src/db/pool.ts';
import { DISPATCH_BATCH } from '../../../src/scheduling/dispatch.ts';
import { openPatientPool } from '../../support/patient-pool.ts';
import { dispatchAll, workRun } from './peer-work.ts';

const logger = new Logger(() => () => {});
const CONCURRENT_JOBS = 8;

export const prepareGraphileWorker = (connectionString: string): Promise<void> =>
  runMigrations({ connectionString, logger });

/** The work with its batched settings: jobs fetched, completed and failed in batches. */
export async function drainGraphileWorker(connectionString: string, runs: number): Promise<void> {
  // A batch waits for its turn at these connections, on a busy machine for longer than for a server that does not answer.
  const pool = openPatientPool(connectionString, { max: CONCURRENT_JOBS });
  let left = runs;
  let allDone = () => {};
  const done = new Promise<void>((resolve) => {
    allDone = resolve;
  });
  const runner = await run({
    connectionString,
    preset: {
      worker: {
        concurrentJobs: CONCURRENT_JOBS,
        maxPoolSize: CONCURRENT_JOBS + 2, // its manual's advice
        localQueue: { size: DISPATCH_BATCH },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    taskList: {
      report: async (payload) => {
        await workRun(pool, (payload as { runId: string }).runId);
        left -= 1;
        if (left === 0) allDone();
      },
    },
    logger,
    noHandleSignals: true,
  });
  try {
    await dispatchAll(pool, addJobs);
    await done;
  } finally {
    await runner.stop();
    await pool.end();
  }
}

async function addJobs(tx: Queryable, runIds: readonly string[]): Promise<void> {
  await tx.query({
    name: 'graphile-add-jobs',
    text: `select count(*) from graphile_worker.add_jobs(array(
      select row('report', json_build_object('runId', id), null, null, null, null, null, null)::graphile_worker.job_spec
      from unnest($1::uuid[]) id))`,
    values: [runIds],
  });
}
