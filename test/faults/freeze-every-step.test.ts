import { expect, test } from 'vitest';
import { killPoint } from '../support/kill-point.ts';
import type { Step, Verdict } from '../support/tcp-proxy.ts';
import { type Bench, LEASE_MS, ROUNDS } from './bench.ts';
import { atStep, sweepNumbers } from './sweep.ts';
import { expectWhole } from './whole.ts';

// A process that stood still until its lease was over, and whose work somebody else has done meanwhile, wakes
// up with a request or an answer on its way.

/** The connection of the n-th step stands still; the process does what it can without its answer. */
async function freezeAt(bench: Bench, n: number): Promise<Step | undefined> {
  const ids = await bench.addDue(1);
  let thaw: (verdict: Verdict) => void = () => {};
  const thawed = new Promise<Verdict>((resolve) => {
    thaw = resolve;
  });
  // Inside a transaction locks are held: what frees others of those is the server's timeout, tested by itself.
  const point = killPoint(
    n,
    (step) => !step.inTransaction,
    () => thawed,
  );
  bench.setGate(point.gate);
  const sleeper = bench.tickHere({ proxied: true });
  const step = await Promise.race([point.fired, sleeper.then(() => undefined)]);
  if (step === undefined) return undefined;
  await atStep(step, async () => {
    await bench.tickHere({ aheadMs: LEASE_MS + 1_000 });
    const ended = await endedRuns(bench);
    thaw('pass');
    await sleeper;
    expect(await endedRuns(bench)).toEqual(expect.arrayContaining(ended));
    await bench.tickHere({ aheadMs: 2 * LEASE_MS + 2_000 });
    await expectWhole(bench, ids);
  });
  return step;
}

/** Runs in a terminal status, each with what tells that its row was written anew. */
async function endedRuns({ database }: Bench): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    'select id, status, xmin::text as written_by from schedule_runs where finished_at is not null',
  );
  return rows;
}

test('a process that wakes up after its lease writes nothing and sends nothing a second time (T8, R2)', async () => {
  const steps = await sweepNumbers(freezeAt, { stride: ROUNDS > 1 ? 1 : 3 });
  expect(steps.length).toBeGreaterThan(10);
}, 900_000);
