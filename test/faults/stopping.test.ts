import { PassThrough } from 'node:stream';
import { expect, vi } from 'vitest';
import { withApp } from '../../src/app/app.ts';
import { reportStep } from '../../src/app/report-step.ts';
import { openPool } from '../../src/db/pool.ts';
import { runSettings } from '../../src/pipeline/run-settings.ts';
import { tick } from '../../src/pipeline/tick.ts';
import { countOf } from '../support/fixtures.ts';
import { killPoint } from '../support/kill-point.ts';
import type { DataBehaviour } from '../support/smtp-server.ts';
import { watchedSink } from '../support/watched-sink.ts';
import { type Bench, LEASE_MS } from './bench.ts';
import { benchTest } from './bench-test.ts';
import { expectWhole } from './whole.ts';

/** A mail server that answers nobody until it is told to, and says when it has `count` whole messages in hand. */
function holdAnswers({ smtp }: Bench, count: number) {
  let answer: (behaviour: DataBehaviour) => void = () => {};
  const answered = new Promise<DataBehaviour>((resolve) => {
    answer = resolve;
  });
  smtp.script.data = () => answered;
  let seen = 0;
  const inHand = new Promise<void>((resolve) => {
    smtp.events.on('received', () => {
      seen += 1;
      if (seen === count) resolve();
    });
  });
  return { inHand, answer: () => answer('accept') };
}

/** Due schedules with one recipient each. */
async function addSingles(bench: Bench, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(...(await bench.addDue(1, { recipients: [`${n}@example.com`] })));
  return ids;
}

const statuses = async ({ database: { pool } }: Bench) => {
  const { rows } = await pool.query<{ status: string; attempt: number; n: number }>(
    'select status, attempt, count(*) as n from schedule_runs group by 1, 2 order by 1, 2',
  );
  return rows;
};

benchTest.concurrent(
  'SIGTERM: nothing more is claimed, what is under way is finished, the rest waits untouched (R13)',
  async ({ bench }) => {
    const ids = await addSingles(bench, 6);
    const { inHand, answer } = holdAnswers(bench, 2);
    const running = await bench.startTick({ CONCURRENCY: '2' });
    await inHand;
    running.child.kill('SIGTERM');
    // A claim under way when the signal comes may still be written; from the first finish on there is none.
    const finished = killPoint(
      1,
      ({ text }) => text === 'finish-runs',
      () => 'pass',
    );
    const claims: string[] = [];
    bench.sql.gate = (step) => {
      if (step.text === 'claim-ready-runs') claims.push(step.side);
      return finished.gate(step);
    };
    answer();
    await finished.fired;
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
    expect(claims).toEqual([]);
    expect(await statuses(bench)).toEqual([
      { status: 'completed', attempt: 1, n: 2 },
      { status: 'queued', attempt: 0, n: 4 },
    ]);
    bench.smtp.script = {};
    await bench.tickHere();
    await expectWhole(bench, ids);
  },
);

benchTest.concurrent.for([
  ['SIGTERM', 'SIGTERM'],
  ['SIGINT', 'SIGTERM'],
] as const)(
  '%s and then %s: it ends at once, as if killed, and the next tick after the lease recovers',
  async ([first, second], { bench }) => {
    const ids = await addSingles(bench, 2);
    const { inHand, answer } = holdAnswers(bench, 2);
    const running = await bench.startTick();
    await inHand;
    running.child.kill(first);
    // Sent before the first is seen, it would melt into it.
    const insisting = setInterval(() => running.child.kill(second), 100);
    const end = await running.ended;
    clearInterval(insisting);
    answer();
    expect(end).toMatchObject({ code: null, signal: expect.stringMatching(/^SIG(TERM|INT)$/) });
    await Promise.all([bench.sql.quiet(), bench.mail.quiet()]);
    bench.smtp.script = {};
    await bench.tickHere({ aheadMs: LEASE_MS + 1_000 });
    await expectWhole(bench, ids);
    expect(await countOf(bench.database.pool, `deliveries where status = 'unknown'`)).toBe(2);
  },
);

/** A tick with a grace period of its own instead of twenty seconds. */
function tickWithGrace(bench: Bench, graceMs: number, stop: AbortSignal) {
  const sink = () => watchedSink(env);
  const { env, cwd } = bench;
  const io = { stdin: new PassThrough(), stdout: sink(), stderr: sink(), env, cwd, home: cwd, stop };
  return withApp(io, {}, async (app) => {
    const { pool, clock, url } = await app.database();
    return tick({
      ...runSettings(app.settings),
      graceMs,
      pool,
      openHeartbeatPool: () => openPool(url, { max: 1 }),
      clock,
      log: app.log,
      queue: 'default',
      untilIdle: false,
      stop,
      prepare: () => reportStep(app, { queue: 'default' }),
      notify: async () => {},
      backfill: async () => {},
      random: Math.random,
      residentBytes: () => 0,
    });
  });
}

benchTest.concurrent(
  'after the grace period runs are given back without an attempt, and nobody is written to twice (R13)',
  async ({ bench }) => {
    const recipients = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@example.com`);
    const ids = await bench.addDue(1, { recipients });
    const { inHand, answer } = holdAnswers(bench, 3);
    const stop = new AbortController();
    const ticking = tickWithGrace(bench, 0, stop.signal);
    await inHand;
    stop.abort();
    // The grace period is over in the next turn of the loop; answers under way are still awaited.
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer();
    expect(await ticking).toMatchObject({ claimed: 1, completed: 0, retried: 1 });
    expect(await statuses(bench)).toEqual([{ status: 'queued', attempt: 0, n: 1 }]);
    expect(bench.smtp.messages).toHaveLength(3);
    await bench.tickHere();
    await expectWhole(bench, ids);
    expect(bench.smtp.messages).toHaveLength(6);
  },
);

benchTest.concurrent(
  'a report that is still being made when the grace period ends is given back, too',
  async ({ bench }) => {
    const ids = await bench.addDue(1);
    bench.feed.faults.push({ kind: 'slow', ms: 20_000 });
    const stop = new AbortController();
    const ticking = tickWithGrace(bench, 0, stop.signal);
    await vi.waitUntil(() => bench.feed.requests.length > 0, 60_000);
    stop.abort();
    expect(await ticking).toMatchObject({ claimed: 1, completed: 0, retried: 1 });
    expect(await statuses(bench)).toEqual([{ status: 'queued', attempt: 0, n: 1 }]);
    await bench.tickHere();
    await expectWhole(bench, ids);
  },
);
