import { homedir } from 'node:os';
import { PassThrough } from 'node:stream';
import { withApp } from '../../src/app/app.ts';
import { runTick } from '../../src/app/run-tick.ts';
import { ReportctlError } from '../../src/core/errors.ts';
import { EXIT } from '../../src/core/exit-codes.ts';
import { acceleratedClock, type Epoch } from './business-time.ts';

/** `reportctl tick` as a process of its own that lives in accelerated time. */

/** How a defect ends: no exit code of the program's own. */
const DEFECT = 99;
const LINGER_MS = 2_000;
/** The heartbeat's interval is a quarter of a lease of an hour; nothing else in a tick repeats so slowly. */
const SLOW_MS = 60_000;

/** Leases live in business time, so the beat that renews them has to as well. */
function accelerateHeartbeat(rate: number): void {
  const setRealInterval = globalThis.setInterval;
  const accelerated = (callback: () => void, ms = 0) =>
    setRealInterval(callback, ms >= SLOW_MS ? Math.max(50, ms / rate) : ms);
  globalThis.setInterval = Object.assign(accelerated, setRealInterval);
}

async function tick(epoch: Epoch): Promise<number> {
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort('SIGTERM'));
  const io = {
    stdin: new PassThrough(),
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    stop: stop.signal,
  };
  const clockFrom = (databaseTime: Date) => acceleratedClock(epoch, databaseTime);
  const summary = await withApp(io, { clockFrom, mayBeIdle: true }, (app) => runTick(app, { queue: 'default' }));
  process.stdout.write(JSON.stringify(summary));
  return summary.failed + summary.partial > 0 ? EXIT.workFailed : EXIT.done;
}

async function main(): Promise<number> {
  const epoch = JSON.parse(process.env.SOAK_EPOCH ?? '') as Epoch;
  accelerateHeartbeat(epoch.rate);
  try {
    return await tick(epoch);
  } catch (error) {
    const known = error instanceof ReportctlError;
    process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    return known ? error.exitCode : DEFECT;
  }
}

process.exitCode = await main();
setTimeout(() => process.exit(), LINGER_MS).unref();
