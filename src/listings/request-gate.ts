import { setTimeout as delay } from 'node:timers/promises';
import { untilAborted } from '../core/until-aborted.ts';

/** Lets requests to the vendor through at the pace that its terms allow. */
export interface RequestGate {
  /**
   * Resolves when one request may be sent. Rejects with the signal's reason. A gate that knows how long it will take
   * does not begin to wait beyond `deadline`, on the clock of `performance.now()`.
   */
  acquire(signal: AbortSignal, deadline?: number): Promise<void>;
}

// The vendor counts arrivals within one second. A tenth more, because requests sent a second apart may arrive closer.
const WINDOW_MS = 1_100;

/**
 * A gate for this process alone: at most `perWindow` requests in any 1.1 seconds, first come, first served. It does
 * not know of other processes that use the same credential.
 */
export function createLocalGate(perWindow = 5, windowMs = WINDOW_MS): RequestGate {
  const sent: number[] = [];
  let queue: Promise<unknown> = Promise.resolve();

  const takeSlot = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    const oldest = sent.length < perWindow ? undefined : sent.shift();
    const wait = oldest === undefined ? 0 : oldest + windowMs - performance.now();
    try {
      if (wait > 0) await sleep(wait, signal);
    } catch (error) {
      if (oldest !== undefined) sent.unshift(oldest);
      throw error;
    }
    sent.push(performance.now());
  };

  return {
    acquire: (signal) => {
      const turn = queue.then(() => takeSlot(signal));
      queue = turn.catch(() => {});
      return untilAborted(turn, signal);
    },
  };
}

/** Waits; rejects with the signal's own reason, where Node would wrap it in an AbortError. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
