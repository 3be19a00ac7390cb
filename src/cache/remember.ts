import { setTimeout as sleep } from 'node:timers/promises';
import type { Cache } from './cache.ts';
import { SingleFlight } from './single-flight.ts';

export interface RememberOptions<T> {
  ttlSeconds: number;
  /** Makes the value on a miss. What it throws is thrown on, and never stored. */
  produce: () => Promise<T>;
  /** A stored JSON value as a T; null where it is not one (another version's shape), which counts as a miss. */
  decode: (stored: unknown) => T | null;
  /** False for results that must not be kept, such as truncated ones, or ones that are empty because of an error. */
  storable?: (value: T) => boolean;
  /** Ends this caller's waiting; `produce` follows its own signal. */
  signal?: AbortSignal;
  /** How long other processes leave the making of this value to us. */
  lockMs?: number;
  /** How long we leave it to another process before making it ourselves. */
  waitMs?: number;
}

const POLL_MS = 100;
/** Of each cache, the attempts under way: the values as JSON holds them. */
const flightsByCache = new WeakMap<Cache, SingleFlight<unknown>>();

/**
 * The cached value of `key`, or a new one. Callers of one process share one attempt, and one of several processes
 * makes the value while the others wait for it, for a while. A fresh value takes the same way through JSON as a
 * stored one, so that hit and miss cannot differ; all callers may get the same object, so it is not to be changed.
 */
export async function remember<T>(cache: Cache, key: string, options: RememberOptions<T>): Promise<T> {
  const flights = flightsByCache.get(cache) ?? new SingleFlight<unknown>();
  flightsByCache.set(cache, flights);
  let own: Made<T> | undefined;
  const lead = async () => {
    own = await findOrMake(cache, key, options);
    return own.json;
  };
  const json = await flights.run(key, lead, options.signal);
  return own ? own.value : (options.decode(json) ?? options.produce());
}

interface Made<T> {
  value: T;
  json: unknown;
}

async function findOrMake<T>(cache: Cache, key: string, options: RememberOptions<T>): Promise<Made<T>> {
  const { lockMs = 30_000, waitMs = 10_000, signal } = options;
  const waitUntil = performance.now() + waitMs;
  for (;;) {
    const found = await lookUp(cache, key, options);
    if (found !== null) return found;
    const attempt = await cache.lock(key, lockMs);
    if (attempt.outcome === 'acquired') {
      try {
        // Another process may have stored it between our look-up and our lock.
        return (await lookUp(cache, key, options)) ?? (await make(cache, key, options));
      } finally {
        await attempt.release();
      }
    }
    const left = waitUntil - performance.now();
    if (attempt.outcome === 'unavailable' || left <= 0) return make(cache, key, options);
    await sleep(Math.min(POLL_MS, left), undefined, { signal });
  }
}

async function lookUp<T>(cache: Cache, key: string, { decode }: RememberOptions<T>): Promise<Made<T> | null> {
  const json = await cache.get(key);
  if (json === null) return null;
  const value = decode(json);
  return value === null ? null : { value, json };
}

async function make<T>(cache: Cache, key: string, options: RememberOptions<T>): Promise<Made<T>> {
  const produced = await options.produce();
  const json = throughJson(produced);
  const value = options.decode(json);
  // What does not survive JSON could only be stored as something else.
  if (value === null) return { value: produced, json };
  if (options.storable?.(produced) ?? true) await cache.set(key, json, options.ttlSeconds);
  return { value, json };
}

function throughJson(value: unknown): unknown {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
}
