import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import { createRandom } from '../../src/listings/sample/random.ts';
import type { TickSummary } from '../../src/pipeline/tick-summary.ts';
import { countOf } from '../support/fixtures.ts';
import { kill, killPoint } from '../support/kill-point.ts';
import { type Bench, ROUNDS } from './bench.ts';
import { benchTest } from './bench-test.ts';
import { expectWhole } from './whole.ts';

// Two ticks at once on real leases of one second; whoever dies does so at an instant that nobody chose. Each death costs
// an attempt, and what is under test is recovery, not the giving up.
const SETTINGS = { LEASE_SECONDS: '1', MAX_ATTEMPTS: '20', CONCURRENCY: '4' };
/** Nobody dies any more, so that nothing needs to end soon: what is rescued is made one by one. */
const LAST = { ...SETTINGS, LEASE_SECONDS: '30', TICK_BUDGET_SECONDS: '200' };
const SCHEDULES = 12;
/** From its first statement, a tick over these schedules lives about this long on two processors. */
const LIFE_MS = 1_500;

/** Starts two ticks, and kills each at its own instant after the first statement of either. */
async function killTwo(bench: Bench, uniform: () => number): Promise<void> {
  const started = killPoint(
    1,
    () => true,
    () => 'pass',
  );
  bench.sql.gate = started.gate;
  const ticks = await Promise.all(
    ['east', 'west'].map((host) => bench.startTick({ ...SETTINGS, REPORTCTL_HOST: host })),
  );
  await started.fired;
  const delays = ticks.map(() => uniform() * LIFE_MS);
  await Promise.all(ticks.map((tick, n) => sleep(delays[n]).then(() => kill(tick))));
}

benchTest.for(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
  'killed at random instants, seed %i: one tick after the last lease all is whole (T1, R1)',
  { timeout: 300_000 },
  async (seed, { bench }) => {
    const { uniform } = createRandom(seed);
    const ids = await bench.addDue(SCHEDULES / 2);
    ids.push(...(await bench.addDue(SCHEDULES / 2)));
    for (let deaths = 0; deaths < 6; deaths += 2) await killTwo(bench, uniform);
    await Promise.all([bench.sql.quiet(), bench.mail.quiet()]);
    const { pool } = bench.database;
    const leased = `schedule_runs where status = 'running' and lease_until >= clock_timestamp()`;
    await vi.waitUntil(async () => (await countOf(pool, leased)) === 0, 60_000);
    // A statement that took its second on a busy machine has put its run off.
    await pool.query(`update schedule_runs set available_at = null where status = 'queued'`);
    const { code, stdout, stderr } = await (await bench.startTick(LAST)).ended;
    expect(code, stderr).toBeOneOf([0, 1]);
    expect((JSON.parse(stdout) as TickSummary).failed).toBe(0);
    await expectWhole(bench, ids);
  },
);
