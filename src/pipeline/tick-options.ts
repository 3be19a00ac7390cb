import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Pool } from '../db/pool.ts';
import type { RunStep } from '../runs/worker.ts';

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
  /** What this process holds of the host's memory. With `untilIdle` much of it ends the claims, so that the next tick starts anew. */
  residentBytes: () => number;
  /** How often `untilIdle` looks for what has become due. */
  redispatchMs: number;
  /** Told to stop: claims nothing more, and after `graceMs` gives back what is not done. */
  stop: AbortSignal;
  graceMs: number;
  /** Opens what work needs, such as the cache; called only when there is something to do, before any claim. */
  prepare: () => Promise<RunStep>;
  /** Tells owners what waits to be told; called when the work is done. */
  notify: () => Promise<void>;
  /** Reads a little of the past of a market that waits for it; called when the work is done. */
  backfill: () => Promise<void>;
  random: () => number;
}
