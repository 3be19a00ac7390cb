import { once } from 'node:events';
import { expect, vi } from 'vitest';
import { countOf } from '../support/fixtures.ts';
import { type KillPoint, killPoint } from '../support/kill-point.ts';
import type { RunningProgram } from '../support/program.ts';
import type { Step, Verdict } from '../support/tcp-proxy.ts';
import type { Bench } from './bench.ts';
import { benchTest } from './bench-test.ts';
import { expectWhole } from './whole.ts';

// Real processes and real leases, which are also what a statement may take: on a busy machine two seconds.
const LEASE = { LEASE_SECONDS: '6' };
const MARK_SENDING = /^mark-sending$/;

/** Resolves when no process's lease is running any more. */
const leasesOver = ({ database: { pool } }: Bench) =>
  vi.waitUntil(
    async () =>
      (await countOf(pool, `schedule_runs where status = 'running' and lease_until >= clock_timestamp()`)) === 0,
    60_000,
  );

benchTest.concurrent(
  'a living owner keeps its claim beyond the lease, however slow the mail server is (T8, R5)',
  async ({ bench }) => {
    const ids = await bench.addDue(1);
    let answer: (behaviour: 'accept') => void = () => {};
    const answered = new Promise<'accept'>((resolve) => {
      answer = resolve;
    });
    bench.smtp.script.data = () => answered;
    // A beat every quarter of the lease: the seventh comes after a lease and three quarters.
    const beats = killPoint(7, isBeat, () => 'pass');
    bench.sql.gate = beats.gate;
    const tick = await bench.startTick(LEASE);
    await beats.fired;
    expect(await bench.tickHere()).toMatchObject({ rescued: 0, claimed: 0 });
    answer('accept');
    expect((await tick.ended).code).toBe(0);
    await expectWhole(bench, ids);
    const { rows } = await bench.database.pool.query('select attempt from schedule_runs');
    expect(rows).toEqual([{ attempt: 1 }]);
    expect(bench.smtp.messages).toHaveLength(2);
  },
);

const isBeat = ({ side, text }: Step) => side === 'after' && text.includes('update schedule_runs set lease_until');

/** SIGSTOP at a step, until `wake`. */
async function stopAt(bench: Bench, matches: (step: Step) => boolean): Promise<Stopped> {
  let thaw: (verdict: Verdict) => void = () => {};
  const thawed = new Promise<Verdict>((resolve) => {
    thaw = resolve;
  });
  let tick: RunningProgram | undefined;
  const point = killPoint(1, matches, () => {
    tick?.child.kill('SIGSTOP');
    return thawed;
  });
  bench.setGate(point.gate);
  tick = await bench.startTick(LEASE);
  await point.fired;
  const { child, ended } = tick;
  return {
    point,
    wake: () => {
      thaw('pass');
      child.kill('SIGCONT');
      return ended;
    },
  };
}

interface Stopped {
  point: KillPoint;
  wake(): RunningProgram['ended'];
}

benchTest.concurrent(
  'stopped before it marks a message: it loses the claim, and sends nothing when it wakes up (T8)',
  async ({ bench }) => {
    const ids = await bench.addDue(1, { recipients: ['only@example.com'] });
    const sleeper = await stopAt(bench, ({ side, text }) => side === 'before' && MARK_SENDING.test(text));
    await leasesOver(bench);
    expect(await bench.tickHere()).toMatchObject({ rescued: 1, completed: 1 });
    expect(bench.smtp.messages).toHaveLength(1);
    const { code, signal } = await sleeper.wake();
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    await expectWhole(bench, ids);
    expect(bench.smtp.messages).toHaveLength(1);
    expect(await countOf(bench.database.pool, `schedule_runs where status = 'completed'`)).toBe(1);
  },
);

benchTest.concurrent(
  'stopped before it marks a message, its run taken back but not taken up: it still sends nothing',
  async ({ bench }) => {
    const ids = await bench.addDue(1, { recipients: ['only@example.com'] });
    const { pool } = bench.database;
    const sleeper = await stopAt(bench, ({ side, text }) => side === 'before' && MARK_SENDING.test(text));
    await leasesOver(bench);
    await pool.query(`insert into hosts (host, hold) values ('*', true)`);
    expect(await bench.tickHere()).toMatchObject({ rescued: 1, claimed: 0 });
    // Awake, it may claim the run like anybody else; here it is what it does before that which counts.
    await pool.query(`update schedule_runs set available_at = now() + interval '1 hour'`);
    await pool.query(`delete from hosts where host = '*'`);
    expect(await sleeper.wake()).toMatchObject({ code: 0, signal: null });
    expect(bench.smtp.messages).toHaveLength(0);
    await pool.query('update schedule_runs set available_at = null');
    await bench.tickHere();
    await expectWhole(bench, ids);
    expect(bench.smtp.messages).toHaveLength(1);
  },
);

benchTest.concurrent(
  'stopped with the final dot on its lips: the others call it unknown and do not send again (D2)',
  async ({ bench }) => {
    const ids = await bench.addDue(1, { recipients: ['only@example.com'] });
    const sleeper = await stopAt(bench, ({ side, text }) => side === 'before' && text === '.');
    await leasesOver(bench);
    expect(await bench.tickHere()).toMatchObject({ rescued: 1, partial: 1 });
    expect(bench.smtp.messages).toHaveLength(0);
    const received = once(bench.smtp.events, 'received');
    expect(await sleeper.wake()).toMatchObject({ code: 0, signal: null });
    await received;
    await expectWhole(bench, ids);
    expect(await countOf(bench.database.pool, `deliveries where status = 'unknown'`)).toBe(1);
  },
);

benchTest.concurrent.for([
  { moment: 'with the lock of all claims', at: 'claim-ready-runs' },
  { moment: 'with due schedules locked', at: 'cover-instants' },
])('stopped inside a transaction $moment: the server ends it, others go on', async ({ at }, { bench }) => {
  const ids = await bench.addDue(2);
  const sleeper = await stopAt(bench, ({ side, text }) => side === 'before' && text === at);
  const { pool } = bench.database;
  // The locks are free again within the limit, without the sleeper's doing.
  await vi.waitUntil(async () => (await countOf(pool, OPEN_TRANSACTIONS)) === 0, 60_000);
  await bench.tickHere();
  await leasesOver(bench);
  await bench.tickHere();
  await expectWhole(bench, ids);
  expect(await sleeper.wake()).toMatchObject({ code: 69, signal: null });
  await expectWhole(bench, ids);
});

const OPEN_TRANSACTIONS = `pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`;
