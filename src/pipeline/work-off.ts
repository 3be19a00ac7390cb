import { Bell } from '../core/bell.ts';
import { isZone } from '../core/time-zone.ts';
import { startHeartbeat } from '../runs/heartbeat.ts';
import { HeldRuns } from '../runs/held-runs.ts';
import { Worker } from '../runs/worker.ts';
import { Dispatcher } from './dispatcher.ts';
import { Draining } from './draining.ts';
import { memoryBound } from './memory-bound.ts';
import type { TickState } from './queries.ts';
import { rescue } from './rescue.ts';
import type { TickOptions } from './tick-options.ts';
import { countWritten, type TickSummary } from './tick-summary.ts';

/** Rescues, dispatches and works off until nothing is ready or the budget is used up; adds to `summary`. */
export async function workOff(
  options: TickOptions,
  state: TickState,
  summary: TickSummary,
  began: number,
): Promise<void> {
  const { log, stop, graceMs } = options;
  const step = await options.prepare();
  if (state.hold) log.warn('a hold is on: due schedules are dispatched, nothing is claimed or sent');
  if (state.lost) await rescue(options, summary);
  const held = new HeldRuns();
  const changed = new Bell();
  const draining = new Draining();
  const hasMemory = memoryBound(options.residentBytes, log);
  const dispatcher = new Dispatcher(options, summary, changed, () => draining.begin());
  dispatcher.start();
  const heartbeatPool = options.openHeartbeatPool();
  const stopHeartbeat = startHeartbeat({ ...options, pool: heartbeatPool, held });
  const interrupt = interruptAfterGrace(stop, graceMs, () => held.interruptAll('stopping'));
  try {
    await new Worker({
      ...options,
      step,
      held,
      changed,
      isZone,
      mayClaim: () =>
        !stop.aborted &&
        (options.untilIdle ? hasMemory() : performance.now() - began < options.budgetMs) &&
        draining.mayClaim(held.size),
      moreExpected: () => !dispatcher.done,
      onWritten: (result) => countWritten(summary, result),
      onClaimed: (count) => {
        summary.claimed += count;
      },
    }).run();
  } finally {
    stopHeartbeat();
    interrupt.cancel();
    await dispatcher.stop();
    await heartbeatPool.end();
  }
  dispatcher.throwFailure();
}

function interruptAfterGrace(stop: AbortSignal, graceMs: number, interrupt: () => void): { cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const onStop = () => {
    timer = setTimeout(interrupt, graceMs);
  };
  if (stop.aborted) onStop();
  else stop.addEventListener('abort', onStop, { once: true });
  return {
    cancel: () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
    },
  };
}
