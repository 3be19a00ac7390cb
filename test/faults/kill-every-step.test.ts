import { expect, test } from 'vitest';
import { kill, killPoint } from '../support/kill-point.ts';
import type { RunningProgram } from '../support/program.ts';
import type { Step } from '../support/tcp-proxy.ts';
import { type Bench, LEASE_MS, ROUNDS } from './bench.ts';
import { atStep, sweep } from './sweep.ts';
import { expectWhole } from './whole.ts';

// T1, R1, R3, D1, D2. The program as it is installed, killed by SIGKILL while a request or an answer is held back.
// What a dead process leaves behind after one answer is what it leaves before its next request, so that the second
// side is only for its concurrent statements: FAULT_ROUNDS=2 kills there too.
const SIDES = ROUNDS > 1 ? (['after', 'before'] as const) : (['after'] as const);

async function killAt(bench: Bench, n: number, side: Step['side']): Promise<Step | undefined> {
  const ids = await bench.addDue(1);
  let running: RunningProgram | undefined;
  const point = killPoint(
    n,
    (step) => step.side === side,
    async () => {
      if (running) await kill(running);
      return 'cut' as const;
    },
  );
  bench.setGate(point.gate);
  running = await bench.startTick();
  const { signal, code } = await running.ended;
  const step = point.reached;
  if (step === undefined) {
    expect(code).toBe(0);
    return undefined;
  }
  expect(signal).toBe('SIGKILL');
  await Promise.all([bench.sql.quiet(), bench.mail.quiet()]);
  await atStep(n, step, async () => {
    // Within lease + one tick.
    await bench.tickHere({ aheadMs: LEASE_MS + 1_000 });
    await expectWhole(bench, ids);
  });
  return step;
}

test.each(SIDES)(
  'killed %s each statement and each SMTP exchange: covered once, sent once or unknown, whole after lease + one tick',
  async (side) => {
    const steps = (await sweep((bench, n) => killAt(bench, n, side))).map(({ text }) => text);
    // The sweep went through all of it: dispatch, claim, model, ledger, message, finish.
    for (const text of [
      /^with noted/,
      /^cover-instants/,
      /^claim-ready-runs/,
      /generations g set model/,
      /^insert into deliveries/,
      /RCPT TO/,
      /^\.$/,
      /^finish-runs/,
    ]) {
      expect(steps).toContainEqual(expect.stringMatching(text));
    }
    expect(steps.filter((text) => text === 'commit').length).toBeGreaterThanOrEqual(3);
  },
  240_000,
);
