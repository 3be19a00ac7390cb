import { setTimeout as sleep } from 'node:timers/promises';
import type { Cache } from './cache.ts';

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

interface Flight {
  /** The value as JSON holds it. */
  result: Promise<unknown>;
  signal: AbortSignal | undefined;
}

const POLL_MS = 100;
const flightsByCache = new WeakMap<Cache, Map<string, Flight>>();

/**
 * The cached value of `key`, or a new one. Callers of one process share one attempt, and one of several processes
 * makes the value while the others wait for it, for a while. A fresh value takes the same way through JSON as a
 * stored one, so that hit and miss cannot differ; all callers may get the same object, so it is not to be changed.
 */
export async function remember<T>(cache: Cache, key: string, options: RememberOptions<T>): Promise<T> {
  const flights = flightsByCache.get(cache) ?? new Map<string, Flight>();
  flightsByCache.set(cache, flights);
  for (let flight = flights.get(key); flight !== undefined; flight = flights.get(key)) {
    const outcome = await join(flight, options.signal);
    if (outcome === 'abandoned') continue;
    return options.decode(outcome.value) ?? options.produce();
  }
  return lead(cache, key, options, flights);
}

/** Waits for another caller's attempt. One that ended because that caller was stopped says nothing about ours. */
async function join(flight: Flight, signal: AbortSignal | undefined): Promise<{ value: unknown } | 'abandoned'> {
  try {
    return { value: await orAbort(flight.result, signal) };
  } catch (error) {
    if (flight.signal?.aborted && !signal?.aborted) return 'abandoned';
    throw error;
  }
}

function lead<T>(cache: Cache, key: string, options: RememberOptions<T>, flights: Map<string, Flight>): Promise<T> {
  const attempt = findOrMake(cache, key, options).finally(() => flights.delete(key));
  const result = attempt.then(({ json }) => json);
  // Whoever joins handles it; with nobody there the rejection is still the leader's own, below.
  result.catch(() => {});
  flights.set(key, { result, signal: options.signal });
  return attempt.then(({ value }) => value);
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

function orAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
