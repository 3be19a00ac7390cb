import type { Clock } from '../core/clock.ts';
import { untilAborted } from '../core/until-aborted.ts';
import type { Queryable } from '../db/pool.ts';
import { addCredential, type ReservedSlot, reserveSlot, type SlotRequest } from './queries.ts';
import { type RequestGate, sleep } from './request-gate.ts';
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
  /** How late a request may leave after its first slot; a window is longer by as much. Default: 100 ms. */
  readonly toleranceMs?: number;
}

// The vendor counts arrivals within one second; the rest is for the network's delays, which differ.
const WINDOW_MS = 1_100;

// How late a request may leave after its slot. Nobody knows how old an answer of the database is when it arrives, nor
// how long a busy host sleeps too long: a slot that was met too late is let go, and the next one asked for with more
// patience, which a distant database needs each time.
const FIRST_TOLERANCE_MS = 100;
const LONGEST_TOLERANCE_MS = 3_200;

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
  const first = options.toleranceMs ?? FIRST_TOLERANCE_MS;
  const patienceAfter = (toleranceMs: number) => Math.max(first, Math.min(2 * toleranceMs, LONGEST_TOLERANCE_MS));
  let queue: Promise<unknown> = Promise.resolve();

  /** One statement at a time from each process: a crowd would wait for the row's lock with all of its connections. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work);
    queue = turn.catch(() => {});
    return turn;
  };

  return {
    acquire: async (signal, deadline) => {
      for (let [toleranceMs, unused] = [first, 0]; ; [toleranceMs, unused] = [patienceAfter(toleranceMs), 1]) {
        const reserving = inTurn(() => reserve(options, { credential, toleranceMs, unused }, { signal, deadline }));
        const { slot, receivedAt, askedAt } = await untilAborted(reserving, signal);
        if (!slot.granted) throw busy(slot, options.clock);
        await sleep(Math.max(0, receivedAt + slot.wait_ms - performance.now()), signal);
        // Counted from the asking, it is never less than it was in truth.
        if (performance.now() - askedAt - slot.wait_ms <= toleranceMs) return;
      }
    },
  };
}

interface Waiting {
  signal: AbortSignal;
  deadline: number | undefined;
}

async function reserve(
  options: SharedGateOptions,
  slotOf: Pick<SlotRequest, 'credential' | 'toleranceMs' | 'unused'>,
  { signal, deadline }: Waiting,
) {
  signal.throwIfAborted();
  const { db, dailyLimit, perWindow = 5, windowMs = WINDOW_MS } = options;
  const ask = async () => {
    const askedAt = performance.now();
    const patienceMs = Math.max(0, (deadline ?? askedAt + LONGEST_WAIT_MS) - askedAt);
    const slot = await reserveSlot(db, { ...slotOf, perWindow, windowMs, patienceMs, dailyLimit });
    return slot && { slot, askedAt, receivedAt: performance.now() };
  };
  const known = await ask();
  if (known) return known;
  await addCredential(db, slotOf.credential);
  const added = await ask();
  if (added) return added;
  throw new Error('reserveSlot: a row that was just added is gone');
}

/**
 * A process's clock is behind the database's by the way of the answer that set it: who came back a moment before
 * midnight would find the day spent once more.
 */
const AFTER_MIDNIGHT_MS = 5_000;

function busy({ day_spent, wait_ms, ms_to_next_day }: ReservedSlot, clock: Clock): VendorBusyError {
  const inMs = Math.max(day_spent ? ms_to_next_day + AFTER_MIDNIGHT_MS : wait_ms, 0);
  const availableAt = new Date(clock.now().getTime() + Math.ceil(inMs));
  return new VendorBusyError(availableAt, day_spent ? 'day_spent' : 'slot_beyond_deadline');
}
