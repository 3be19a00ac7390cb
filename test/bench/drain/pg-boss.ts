import { PgBoss } from 'pg-boss';
import { DISPATCH_BATCH } from '../../../src/scheduling/dispatch.ts';
import { openPatientPool } from '../../support/patient-pool.ts';
import { dispatchAll, workRun } from './peer-work.ts';

const QUEUE = 'report';
const CONCURRENT_JOBS = 8;

function openBoss(connectionString: string): PgBoss {
  const boss = new PgBoss({ connectionString, max: 4, supervise: false, schedule: false });
  return boss.on('error', (error) => {
    throw error;
  });
}

export async function preparePgBoss(connectionString: string): Promise<void> {
  const boss = await openBoss(connectionString).start();
  await boss.createQueue(QUEUE);
  await boss.stop({ graceful: false });
}

/** The work in batches by its own fetch and complete: its work() polls twice a second at most, which would cost it 5 s. */
export async function drainPgBoss(connectionString: string, runs: number): Promise<void> {
  // A batch waits for its turn at these connections, on a busy machine for longer than for a server that does not answer.
  const pool = openPatientPool(connectionString, { max: CONCURRENT_JOBS });
  const boss = await openBoss(connectionString).start();
  try {
    const dispatched = dispatchAll(pool, async (tx, runIds) => {
      const db = { executeSql: (text: string, values?: unknown[]) => tx.query(text, values) };
      await boss.insert(
        QUEUE,
        runIds.map((runId) => ({ data: { runId } })),
        { db },
      );
    });
    for (let done = 0; done < runs; ) {
      const jobs = await boss.fetch(QUEUE, { batchSize: DISPATCH_BATCH });
      await Promise.all(jobs.map((job) => workRun(pool, job.data.runId)));
      if (jobs.length > 0) {
        await boss.complete(
          QUEUE,
          jobs.map((job) => job.id),
        );
      }
      done += jobs.length;
    }
    await dispatched;
  } finally {
    await boss.stop({ graceful: false });
    await pool.end();
  }
}
