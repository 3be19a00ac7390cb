import { expect, test } from 'vitest';
import { killPoint } from '../support/kill-point.ts';
import type { Step } from '../support/tcp-proxy.ts';
import { type Bench, LEASE_MS, ROUNDS } from './bench.ts';
import { atStep, sweepNumbers } from './sweep.ts';
import { expectWhole } from './whole.ts';

// The process lives on, and one of its connections is lost, before a statement got through or after it was
// committed and before its answer came back.

/** Beyond the lease and the longest first backoff. */
const LATER_MS = LEASE_MS + 60_000;

async function cutAt(bench: Bench, n: number): Promise<Step | undefined> {
  const ids = await bench.addDue(1);
  const point = killPoint(
    n,
    () => true,
    () => 'cut',
  );
  bench.setGate(point.gate);
  const failure = await bench.tickHere({ proxied: true }).then(
    () => undefined,
    (error: unknown) => error,
  );
  const step = point.reached;
  if (step === undefined) {
    expect(failure).toBeUndefined();
    return undefined;
  }
  await Promise.all([bench.sql.quiet(), bench.mail.quiet()]);
  await atStep(step, async () => {
    if (failure !== undefined) expect(failure).toMatchObject({ exitCode: 69 });
    await bench.tickHere({ aheadMs: LATER_MS });
    await expectWhole(bench, ids);
  });
  return step;
}

test('a connection lost before or after each statement and SMTP exchange: the tick ends with 0 or 69, nothing is lost (T2, T7, R3)', async () => {
  const steps = await sweepNumbers(cutAt, { stride: ROUNDS > 1 ? 1 : 3 });
  expect(steps.length).toBeGreaterThan(20);
}, 900_000);
