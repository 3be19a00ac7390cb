import { Bell } from '../core/bell.ts';
import { isZone } from '../core/zones.ts';
import { abandonSending, summarise } from '../delivery/queries.ts';
import { DELIVERY_STATUSES, runStatusFromLedger } from '../delivery/run-status.ts';
import { startHeartbeat } from '../runs/heartbeat.ts';
import { HeldRuns } from '../runs/held-runs.ts';
import { type LedgerState, rescueLostRuns } from '../runs/rescue.ts';
import { Worker } from '../runs/worker.ts';
import { DISPATCH_BATCH, dispatchBatch } from '../scheduling/dispatch.ts';
import { readFairKeys } from '../scheduling/dispatch-queries.ts';
import { FairKeys } from '../scheduling/fair-keys.ts';
import type { TickState } from './queries.ts';
import type { TickOptions } from './tick.ts';
import { countStatus, countWritten, type TickSummary } from './tick-summary.ts';

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
  const dispatcher = startDispatch(options, summary, changed);
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
      mayClaim: () => !stop.aborted && performance.now() - began < options.budgetMs,
      moreExpected: () => !dispatcher.done,
      onWritten: (result) => countWritten(summary, result),
      onClaimed: (count) => {
        summary.claimed += count;
      },
    }).run();
  } finally {
    stopHeartbeat();
    interrupt.cancel();
    await dispatcher.ended.catch(() => {});
    await heartbeatPool.end();
  }
  await dispatcher.ended;
}

/** Dispatch runs beside the work: the first reports are made while later batches are still covered. */
function startDispatch(options: TickOptions, summary: TickSummary, changed: Bell) {
  const state = { done: false, ended: Promise.resolve() };
  state.ended = dispatchAll(options, summary, changed).finally(() => {
    state.done = true;
    changed.ring();
  });
  // Observed by whoever awaits `ended`; without this a failure before that would end the process.
  state.ended.catch(() => {});
  return state;
}

async function dispatchAll({ pool, queue, clock, log, stop }: TickOptions, summary: TickSummary, changed: Bell) {
  const fairKeys = new FairKeys(await readFairKeys(pool, queue));
  for (let examined = DISPATCH_BATCH; examined === DISPATCH_BATCH && !stop.aborted; ) {
    const batch = await dispatchBatch(pool, { queue, now: clock.now(), fairKeys });
    examined = batch.examined;
    summary.dispatched += batch.dispatched;
    summary.paused += batch.paused.length;
    countStatus(summary, 'skipped_missed', batch.skippedMissed);
    for (const pause of batch.paused) log.warn(pause, 'schedule paused');
    changed.ring();
  }
}

async function rescue({ pool, clock, maxAttempts, log }: TickOptions, summary: TickSummary): Promise<void> {
  const result = await rescueLostRuns(pool, { now: clock.now(), maxAttempts, settleLedger });
  for (const status of result.ended) countStatus(summary, status);
  summary.rescued = result.requeued + result.ended.length;
  if (summary.rescued > 0)
    log.warn({ requeued: result.requeued, ended: result.ended }, 'rescued runs of a dead process');
}

const settleLedger: Parameters<typeof rescueLostRuns>[1]['settleLedger'] = async (tx, runIds, now) => {
  const states = new Map<string, LedgerState>();
  for (const id of runIds) {
    await abandonSending(tx, id, now);
    const { counts } = await summarise(tx, id);
    const opened = DELIVERY_STATUSES.some((status) => counts[status] > 0);
    states.set(id, { pending: counts.pending, status: opened ? runStatusFromLedger(counts) : null });
  }
  return states;
};

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
