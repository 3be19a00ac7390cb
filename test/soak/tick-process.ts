import { homedir } from 'node:os';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { withApp } from '../../src/app/app.ts';
import { runTick } from '../../src/app/run-tick.ts';
import type { Clock } from '../../src/core/clock.ts';
import { ReportctlError } from '../../src/core/errors.ts';
import { EXIT } from '../../src/core/exit-codes.ts';
import { runManually } from '../../src/pipeline/manual-run.ts';
import { acceleratedClock, type Epoch } from './business-time.ts';

/**
 * `reportctl tick`, or `reportctl generate --schedule`, in accelerated time. Each line on stdin, an order, is one start
 * by cron or by an operator, each line on stdout how that ended. A process does several, each with an app of its own,
 * because starting one costs ten times what a tick does.
 */
export interface Order {
  epoch: Epoch;
  /** Without it, a tick. */
  generate?: { scheduleId: string; forced: boolean };
}

/** How a defect ends: no exit code of the program's own. */
const DEFECT = 99;
/** The heartbeat's interval is a quarter of a lease of an hour; nothing else in a tick repeats so slowly. */
const SLOW_MS = 60_000;
const FASTEST_BEAT_MS = 50;

/** Leases live in business time, so the beat that renews them has to as well. */
function accelerateHeartbeat(rate: number): void {
  const accelerated = (callback: () => void, ms = 0) =>
    setRealInterval(callback, ms >= SLOW_MS ? Math.max(FASTEST_BEAT_MS, ms / rate) : ms);
  globalThis.setInterval = Object.assign(accelerated, setRealInterval);
}

const setRealInterval = globalThis.setInterval;
const stop = new AbortController();

const openIo = () => ({
  stdin: new PassThrough(),
  stdout: new PassThrough(),
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  home: homedir(),
  stop: stop.signal,
});

function obey({ epoch, generate }: Order): Promise<number> {
  accelerateHeartbeat(epoch.rate);
  const clockFrom = (databaseTime: Date) => acceleratedClock(epoch, databaseTime);
  return generate === undefined ? tick(clockFrom) : deliver(clockFrom, generate);
}

type ClockFrom = (databaseTime: Date) => Clock;

async function tick(clockFrom: ClockFrom): Promise<number> {
  const options = { clockFrom, mayBeIdle: true };
  const summary = await withApp(openIo(), options, (app) => runTick(app, { queue: 'default' }));
  return summary.failed + summary.partial > 0 ? EXIT.workFailed : EXIT.done;
}

/** What the command does around its printing. */
async function deliver(clockFrom: ClockFrom, { scheduleId, forced }: NonNullable<Order['generate']>): Promise<number> {
  const { run } = await withApp(openIo(), { clockFrom }, async (app) => {
    const { pool, clock } = await app.database();
    return runManually(scheduleId, {
      pool,
      now: () => clock.now(),
      tick: (queue) => runTick(app, { queue, uncapped: true }),
      confirmRepeat: () => Promise.resolve(forced),
    });
  });
  return run.status === 'completed' ? EXIT.done : EXIT.workFailed;
}

async function exitCodeOf(work: Promise<number>): Promise<number> {
  try {
    return await work;
  } catch (error) {
    const known = error instanceof ReportctlError;
    process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    return known ? error.exitCode : DEFECT;
  }
}

const starts = createInterface({ input: process.stdin });
// Told to stop, it finishes or gives back what it holds, as the program does, and starts nothing more.
process.once('SIGTERM', () => {
  stop.abort('SIGTERM');
  starts.close();
});
for await (const line of starts) {
  process.stdout.write(`${await exitCodeOf(obey(JSON.parse(line) as Order))}\n`);
}
process.stdout.end(() => process.exit());
