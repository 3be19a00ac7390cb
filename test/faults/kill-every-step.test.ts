import { expect } from 'vitest';
import { kill, killPoint } from '../support/kill-point.ts';
import type { RunningProgram } from '../support/program.ts';
import type { Step } from '../support/tcp-proxy.ts';
import { type Bench, LEASE_MS, ROUNDS } from './bench.ts';
import { benchTest } from './bench-test.ts';
import { atStep, sweepMoments } from './sweep.ts';
import { expectWhole } from './whole.ts';

// The program as it is installed, killed by SIGKILL while a request or an answer is held back.
// What a dead process leaves behind after one answer is what it leaves before its next request, so that the second
// side is only for its concurrent statements: FAULT_ROUNDS=2 kills there too.
const SIDES = ROUNDS > 1 ? (['after', 'before'] as const) : (['after'] as const);

/** The `nth` time (from 1) that a process comes to one statement or SMTP exchange. */
interface Moment {
  side: Step['side'];
  what: string;
  nth: number;
}

/** Addresses are a round's own. */
const whatOf = ({ text }: Step): string => text.replaceAll(/<[^>]*>/g, '<>');

/** All that a tick does which nobody disturbs. The vendor was asked before: asking leaves nothing that could be lost. */
async function momentsOf(bench: Bench, side: Step['side']): Promise<Moment[]> {
  await bench.addDue(1);
  await bench.tickHere();
  // What reads a market's past is done once for many ticks: test/history/backfill.test.ts.
  await bench.database.pool.query('delete from market_backfills');
  await bench.addDue(1);
  const seen = new Map<string, number>();
  const moments: Moment[] = [];
  bench.setGate((step) => {
    if (step.side !== side) return 'pass';
    const what = whatOf(step);
    const nth = (seen.get(what) ?? 0) + 1;
    seen.set(what, nth);
    moments.push({ side, what, nth });
    return 'pass';
  });
  expect((await (await bench.startTick()).ended).code).toBe(0);
  return moments;
}

async function killAt(bench: Bench, { side, what, nth }: Moment): Promise<Step | undefined> {
  const ids = await bench.addDue(1);
  let running: RunningProgram | undefined;
  const point = killPoint(
    nth,
    (step) => step.side === side && whatOf(step) === what,
    async () => {
      if (running) await kill(running);
      return 'cut' as const;
    },
  );
  bench.setGate(point.gate);
  running = await bench.startTick();
  const { signal } = await running.ended;
  const step = point.reached;
  // How often a tick looks whether there is more to claim is a matter of pace.
  if (step === undefined) return undefined;
  expect(signal).toBe('SIGKILL');
  await Promise.all([bench.sql.quiet(), bench.mail.quiet()]);
  await atStep(step, async () => {
    // Within lease + one tick.
    await bench.tickHere({ aheadMs: LEASE_MS + 1_000 });
    await expectWhole(bench, ids);
  });
  return step;
}

benchTest.for(SIDES)(
  'killed %s each statement and each SMTP exchange: covered once, sent once or unknown, whole after lease + one tick (T1, R1, R3, D1, D2)',
  { timeout: 900_000 },
  async (side, { bench }) => {
    const moments = await momentsOf(bench, side);
    const steps = await sweepMoments(moments, killAt);
    // Each statement and exchange was died at, most of them as often as the tick comes to them.
    const reached = new Set(steps.map(whatOf));
    expect(moments.filter(({ what }) => !reached.has(what))).toEqual([]);
    expect(steps.length).toBeGreaterThan(0.8 * moments.length);
    for (const text of ['cover-instants', 'claim-ready-runs', 'MAIL FROM:<> RCPT TO:<> DATA', '.', 'finish-runs']) {
      expect(reached).toContain(text);
    }
  },
);
