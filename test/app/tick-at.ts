import { PassThrough } from 'node:stream';
import { withApp } from '../../src/app/app.ts';
import { runTick } from '../../src/app/run-tick.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { TickSummary } from '../../src/pipeline/tick-summary.ts';
import { watchedSink } from '../support/watched-sink.ts';

/** A tick in this process whose clock stands still, so that all that can differ is where figures come from. */
export function tickAt(
  instant: Date,
  { env, cwd, queue = 'default' }: { env: Record<string, string>; cwd: string; queue?: string },
): Promise<TickSummary> {
  const clock: Clock = { now: () => new Date(instant) };
  const sink = () => watchedSink(env);
  const stop = new AbortController().signal;
  const io = { stdin: new PassThrough(), stdout: sink(), stderr: sink(), env, cwd, home: cwd, stop };
  return withApp(io, { clockFrom: () => clock }, (app) => runTick(app, { queue }));
}
