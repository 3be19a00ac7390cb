import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Pool } from '../db/pool.ts';
import { renewLeases } from './finish-queries.ts';
import type { HeldRuns } from './held-runs.ts';

/** A lease is renewed four times in its life, so that one or two lost beats cost nothing. */
const BEATS_PER_LEASE = 4;

export interface HeartbeatOptions {
  /** A pool of its own with one connection: a busy or blocked work connection must not stop the beat. */
  pool: Pool;
  held: HeldRuns;
  clock: Clock;
  leaseMs: number;
  log: Log;
}

/**
 * Renews the leases of all held runs with one statement a beat. Work on a run that turns out to be somebody else's is
 * interrupted; when no beat got through for a whole lease, all of it is.
 * @returns stops the beat
 */
export function startHeartbeat({ pool, held, clock, leaseMs, log }: HeartbeatOptions): () => void {
  let lastRenewal = clock.now().getTime();
  const beat = async () => {
    const now = clock.now().getTime();
    const { tokens } = held;
    if (tokens.length === 0) {
      lastRenewal = now;
      return;
    }
    try {
      const stillOurs = await renewLeases(pool, { tokens, leaseUntil: new Date(now + leaseMs) });
      lastRenewal = now;
      held.interruptLost(tokens, new Set(stillOurs));
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'heartbeat failed');
      if (now - lastRenewal >= leaseMs) held.interruptAll('lease_lost');
    }
  };
  const timer = setInterval(() => void beat(), leaseMs / BEATS_PER_LEASE);
  timer.unref();
  return () => clearInterval(timer);
}
