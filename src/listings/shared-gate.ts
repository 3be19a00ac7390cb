import type { Clock } from '../core/clock.ts';
import type { Queryable } from '../db/pool.ts';
import { addCredential, type ReservedSlot, reserveSlot } from './queries.ts';
import { type RequestGate, sleep, untilAborted } from './request-gate.ts';
import { vendorAccountId } from './vendor-account.ts';
import { VendorBusyError } from './vendor-busy-error.ts';

export interface SharedGateOptions {
  readonly db: Queryable;
  /** For `availableAt` alone; slots go by the database's clock. */
  readonly clock: Clock;
  readonly credential: { readonly baseUrl: string; readonly username: string };
  /** Requests a day (UTC), retries included; null = no cap. */
  readonly dailyLimit: number | null;
  readonly perWindow?: number;
  readonly windowMs?: number;
}

// The vendor counts arrivals within one second. A slot that we meet too late would bring its request close to the
// next second's, so it is let go; a fifth more than a second leaves as much again for the network's own delays.
const WINDOW_MS = 1_200;
const LATEST_MS = 100;

/** Without a deadline of its own, nobody waits longer than a run may take. */
const LONGEST_WAIT_MS = 300_000;

/**
 * One gate for all processes and hosts that use a credential on one database: at most `perWindow` requests in any
 * window, first come, first served. Each request reserves its slot in one statement and sleeps until then.
 * A caller that is aborted while it sleeps leaves its slot unused.
 * @throws VendorBusyError when the slot lies beyond the deadline, or the day's requests are used up
 */
export function createSharedGate(options: SharedGateOptions): RequestGate {
  const credential = vendorAccountId(options.credential);
  let queue: Promise<unknown> = Promise.resolve();
  // The network's share of each answer; what a statement takes beyond it, it spent behind others.
  let fastestMs = Number.POSITIVE_INFINITY;

  /** One statement at a time from each process: a crowd would wait for the row's lock with all of its connections. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work);
    queue = turn.catch(() => {});
    return turn;
  };

  return {
    acquire: async (signal, deadline) => {
      for (;;) {
        const reserving = inTurn(() => reserve(options, credential, { signal, deadline }));
        const { slot, receivedAt, askedAt } = await untilAborted(reserving, signal);
        if (!slot.granted) throw busy(slot, options.clock);
        fastestMs = Math.min(fastestMs, receivedAt - askedAt);
        await sleep(Math.max(0, receivedAt + slot.wait_ms - performance.now()), signal);
        const lateMs = performance.now() - askedAt - slot.wait_ms - fastestMs;
        if (lateMs <= LATEST_MS) return;
      }
    },
  };
}

interface Waiting {
  signal: AbortSignal;
  deadline: number | undefined;
}

async function reserve(options: SharedGateOptions, credential: string, { signal, deadline }: Waiting) {
  signal.throwIfAborted();
  const { db, dailyLimit, perWindow = 5, windowMs = WINDOW_MS } = options;
  const askedAt = performance.now();
  const patienceMs = Math.max(0, (deadline ?? askedAt + LONGEST_WAIT_MS) - askedAt);
  const request = { credential, perWindow, windowMs, patienceMs, dailyLimit };
  let slot = await reserveSlot(db, request);
  if (slot === undefined) {
    await addCredential(db, credential);
    slot = await reserveSlot(db, request);
  }
  if (slot === undefined) throw new Error('reserveSlot: a row that was just added is gone');
  return { slot, askedAt, receivedAt: performance.now() };
}

function busy({ day_spent, wait_ms, ms_to_next_day }: ReservedSlot, clock: Clock): VendorBusyError {
  const inMs = Math.max(day_spent ? ms_to_next_day : wait_ms, 0);
  const availableAt = new Date(clock.now().getTime() + Math.ceil(inMs));
  return new VendorBusyError(availableAt, day_spent ? 'day_spent' : 'slot_beyond_deadline');
}
