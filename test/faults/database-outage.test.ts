import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
import type { Pool } from '../../src/db/pool.ts';
import { createRandom } from '../../src/listings/sample/random.ts';
import type { TestDatabase } from '../support/database.ts';
import { killPoint } from '../support/kill-point.ts';
import { openPatientPool } from '../support/patient-pool.ts';
import { startTestPostgres } from '../support/postgres-server.ts';
import type { Step } from '../support/tcp-proxy.ts';
import { type Bench, LEASE_MS, openBench, ROUNDS } from './bench.ts';
import { benchTest } from './bench-test.ts';
import { expectWhole } from './whole.ts';

/** Beyond the lease and the longest first backoff. */
const LATER_MS = LEASE_MS + 60_000;
const before = (text: RegExp) => (step: Step) => step.side === 'before' && text.test(step.text);

async function recover(bench: Bench, ids: string[]): Promise<void> {
  bench.setGate(() => 'pass');
  bench.sql.cutAll();
  await bench.sql.quiet();
  await bench.tickHere({ aheadMs: LATER_MS });
  await expectWhole(bench, ids);
}

// A network that swallows everything looks like a slow server: only a limit of our own ends the wait.
benchTest.concurrent.for([
  { moment: 'a dispatch', at: /^cover-instants/ },
  { moment: 'a claim', at: /^claim-ready-runs/ },
  { moment: 'the last write before the final dot', at: /^mark-sending$/ },
  { moment: 'a finish', at: /^finish-runs/ },
])('the database falls silent at $moment: the tick ends with 69 and nothing is lost', async ({ at }, { bench }) => {
  const ids = await bench.addDue(2);
  const point = killPoint(1, before(at), () => {
    bench.sql.silence();
    return new Promise(() => {});
  });
  bench.sql.gate = point.gate;
  const tick = await bench.startTick({ LEASE_SECONDS: '6' });
  const { code, signal, stderr } = await tick.ended;
  expect(point.reached).toBeDefined();
  expect({ code, signal, stderr }).toMatchObject({ code: 69, signal: null });
  expect(stderr).toContain('The database does not answer');
  await recover(bench, ids);
});

/** Does `outage` when the tick has taken a random number of steps, some of them on connections that it then loses. */
async function outageAtRandom(bench: Bench, random: () => number, outage: () => Promise<void>): Promise<void> {
  const ids = await bench.addDue(6);
  let over: Promise<void> | undefined;
  const point = killPoint(
    10 + Math.floor(random() * 250),
    () => true,
    async () => {
      over = outage();
      await over;
      return 'pass' as const;
    },
  );
  bench.setGate(point.gate);
  const { code, signal, stderr } = await (await bench.startTick()).ended;
  expect(signal).toBeNull();
  expect(point.reached).toBeDefined();
  // A tick that lost its other connections may end before the outage does.
  await over;
  expect(code, stderr).toBeOneOf([0, 1, 69]);
  await recover(bench, ids);
  await bench.reset();
}

benchTest.concurrent(
  'backends terminated while a tick works: it ends by itself and nothing is lost',
  async ({ bench }) => {
    const random = createRandom(1).uniform;
    const terminate = async () => {
      await bench.database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
      );
    };
    for (let round = 0; round < 3 * ROUNDS; round += 1) await outageAtRandom(bench, random, terminate);
  },
  600_000,
);

test.concurrent('the server crashes and recovers while a tick works: it ends by itself and nothing is lost', async () => {
  const bench = await openBench(ownServer());
  const random = createRandom(2).uniform;
  for (let round = 0; round < 2 * ROUNDS; round += 1) {
    await outageAtRandom(bench, random, () => crash(bench));
  }
  await bench.close();
}, 600_000);

/** A server that may be crashed without harm to other tests. */
async function ownServer(): Promise<TestDatabase> {
  vi.stubEnv('TEST_DATABASE_URL', '');
  const { url, stop } = await startTestPostgres();
  vi.unstubAllEnvs();
  const pool = openPatientPool(url);
  await migrate(pool, new Date());
  const close = async () => {
    await pool.end();
    await stop();
  };
  return { url, pool, close };
}

/** A backend that is killed takes all others with it: the server starts over with the recovery of its log. */
async function crash({ database: { pool } }: Bench): Promise<void> {
  const [victim, witness] = await Promise.all([pool.connect(), pool.connect()]);
  // Until the witness is gone as well, the server has not noticed and still answers.
  const noticed = new Promise<void>((resolve) => witness.on('end', () => resolve()));
  for (const client of [victim, witness]) client.on('error', () => {});
  const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid');
  if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
  await noticed;
  for (const client of [victim, witness]) client.release(true);
  await vi.waitUntil(() => takesConnections(pool), 60_000);
}

/** Asks on a connection of its own: an idle one of the pool may answer before it hears that it has to go. */
async function takesConnections({ options: { connectionString } }: Pool): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}
