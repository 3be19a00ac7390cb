import { beforeAll, expect } from 'vitest';
import { allRuns, countOf } from '../support/fixtures.ts';
import { runProgram } from '../support/program.ts';
import { type Bench, LEASE_MS } from './bench.ts';
import { benchTest } from './bench-test.ts';
import { expectWhole } from './whole.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const PRELOAD = `--import ${new URL('../support/shifted-clock.mjs', import.meta.url).href}`;

// Bundles the program, so that no schedule falls due meanwhile.
beforeAll(async () => {
  await runProgram(['--version'], { env: {}, cwd: '/' });
});

/** A tick on a host whose clock is wrong. */
async function tickOnHost(bench: Bench, shiftMs: number) {
  const tick = await bench.startTick({ NODE_OPTIONS: PRELOAD, CLOCK_SHIFT_MS: String(shiftMs) });
  return tick.ended;
}

/** One schedule with one recipient; its cadence's own instants are half a day away. */
async function addDueIn(bench: Bench, ms: number, recipient = 'reader@example.com'): Promise<string> {
  const [id = ''] = await bench.addDue(1, { nextRunAt: new Date(Date.now() + ms), recipients: [recipient] });
  return id;
}

benchTest.concurrent.for([
  { clock: 'an hour ahead', shiftMs: HOUR_MS, said: '3600 s ahead of' },
  { clock: 'an hour behind', shiftMs: -HOUR_MS, said: '3600 s behind' },
])('a host whose clock is $clock is refused before it touches anything', async ({ shiftMs, said }, { bench }) => {
  await addDueIn(bench, -1_000);
  const { code, stderr } = await tickOnHost(bench, shiftMs);
  expect(code).toBe(78);
  expect(stderr).toContain(said);
  expect(await countOf(bench.database.pool, 'schedule_runs')).toBe(0);
  expect(await countOf(bench.database.pool, 'hosts')).toBe(0);
});

benchTest.concurrent.for([{ shiftMs: 50_000 }, { shiftMs: -50_000 }])(
  'within the minute a host’s clock ($shiftMs ms off) decides nothing: the database’s does',
  async ({ shiftMs }, { bench }) => {
    const due = await addDueIn(bench, -45_000);
    await addDueIn(bench, 45_000);
    expect((await tickOnHost(bench, shiftMs)).code).toBe(0);
    expect((await allRuns(bench.database.pool)).map((run) => run.schedule_id)).toEqual([due]);
    const { rows } = await bench.database.pool.query(
      `select finished_at between clock_timestamp() - interval '45 s' and clock_timestamp() as true_time
       from schedule_runs`,
    );
    expect(rows).toEqual([{ true_time: true }]);
  },
);

benchTest.concurrent(
  'the database’s clock set back: what fired does not fire again, and nobody waits longer than the way back (T15)',
  async ({ bench }) => {
    const { pool } = bench.database;
    const early = await addDueIn(bench, HOUR_MS / 2);
    const delayed = await addDueIn(bench, HOUR_MS / 2 + 1, 'late@example.com');
    bench.smtp.script.rcpt = (address) => (address === 'late@example.com' ? { code: 421, text: 'busy' } : undefined);
    // An hour ahead, by mistake: both fire early, one is to be tried again within minutes.
    await bench.tickHere({ aheadMs: HOUR_MS });
    expect((await allRuns(pool)).map(({ status }) => status).sort()).toEqual(['completed', 'queued']);
    bench.smtp.script = {};
    for (const aheadMs of [0, HOUR_MS / 2 + MINUTE_MS, HOUR_MS - MINUTE_MS]) await bench.tickHere({ aheadMs });
    expect(await allRuns(pool)).toHaveLength(2);
    await bench.tickHere({ aheadMs: HOUR_MS + 2 * MINUTE_MS });
    await expectWhole(bench, [early, delayed]);
    // The cursor stands where the cadence has it, half a day away.
    expect(await countOf(pool, `schedules where next_run_at < now() + interval '13 hours'`)).toBe(2);
  },
);

benchTest.concurrent(
  'the cursor set back, as by a restored backup: the same instant gets no second run and the cursor goes on',
  async ({ bench }) => {
    const { pool } = bench.database;
    const id = await addDueIn(bench, -MINUTE_MS);
    const { rows } = await pool.query<{ next_run_at: Date }>('select next_run_at from schedules');
    await bench.tickHere();
    await pool.query('update schedules set next_run_at = $1', [rows[0]?.next_run_at]);
    expect(await bench.tickHere()).toMatchObject({ dispatched: 0, claimed: 0 });
    await expectWhole(bench, [id]);
    expect(bench.smtp.messages).toHaveLength(1);
  },
);

benchTest.concurrent(
  'a process that died while the clock was an hour ahead is rescued once the time has come again',
  async ({ bench }) => {
    const { pool } = bench.database;
    const id = await addDueIn(bench, -MINUTE_MS);
    await bench.tickHere();
    await pool.query(
      `update schedule_runs set status = 'running', finished_at = null, claim_token = id, lease_until = $1`,
      [new Date(Date.now() + HOUR_MS + LEASE_MS)],
    );
    expect(await bench.tickHere()).toMatchObject({ rescued: 0 });
    expect(await bench.tickHere({ aheadMs: HOUR_MS + LEASE_MS + 1_000 })).toMatchObject({ rescued: 1, completed: 1 });
    await expectWhole(bench, [id]);
  },
);
