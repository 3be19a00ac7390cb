import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Pool } from '../db/pool.ts';
import type { RunStep } from '../runs/worker.ts';
import { noteTick } from './queries.ts';
import { emptySummary, type TickSummary } from './tick-summary.ts';

export interface TickOptions {
  pool: Pool;
  /** Opens one connection for the heartbeat alone; the tick ends it. */
  openHeartbeatPool: () => Pool;
  clock: Clock;
  log: Log;
  host: string;
  /** 'default', or a qa session's own. */
  queue: string;
  concurrency: number;
  accountConcurrency: number;
  leaseMs: number;
  maxAttempts: number;
  /** No new claim after this time, unless `untilIdle`. */
  budgetMs: number;
  /** Goes on dispatching and claiming while it holds work, where ticks never overlap (a systemd oneshot). */
  untilIdle: boolean;
  /** How often `untilIdle` looks for what has become due. */
  redispatchMs: number;
  /** Told to stop: claims nothing more, and after `graceMs` gives back what is not done. */
  stop: AbortSignal;
  graceMs: number;
  /** Opens what work needs, such as the cache; called only when there is something to do, before any claim. */
  prepare: () => Promise<RunStep>;
  random: () => number;
}

/** Dispatches what is due and works off what is ready; returns at once when there is neither. */
export async function tick(options: TickOptions): Promise<TickSummary> {
  const summary = emptySummary();
  const began = performance.now();
  const { pool, host, queue, clock } = options;
  const state = await noteTick(pool, { host, queue, now: clock.now() });
  if (state.due || state.ready || state.lost) {
    // An idle tick does not load what work needs.
    const { workOff } = await import('./work-off.ts');
    await workOff(options, state, summary, began);
  }
  summary.durationMs = Math.round(performance.now() - began);
  return summary;
}
