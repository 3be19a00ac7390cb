import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Pool } from '../db/pool.ts';
import type { Cache, CacheEntry } from './cache.ts';
import * as queries from './queries.ts';
import { type CacheStore, MAX_VALUE_BYTES } from './store.ts';
import { StoreCache } from './store-cache.ts';

const SCAN_BATCH = 1000;

export interface PostgresCacheOptions {
  /** Stays the caller's: closing the cache leaves it open. */
  pool: Pool;
  /** Decides what has expired. */
  clock: Clock;
  log: Pick<Log, 'warn'>;
}

/** The cache in PostgreSQL's table cache_entries, for whoever has no Redis. */
export const createPostgresCache = ({ pool, clock, log }: PostgresCacheOptions): Cache =>
  new StoreCache(postgresStore(pool, clock), log);

/** For `prune`: deletes up to `limit` expired entries and lapsed locks; the number deleted. */
export const sweep = (pool: Pool, now: Date, limit: number): Promise<number> => queries.deleteExpired(pool, now, limit);

function postgresStore(pool: Pool, clock: Clock): CacheStore {
  const inMs = (ms: number) => new Date(clock.now().getTime() + ms);
  return {
    backend: 'postgres',
    read: (key) => queries.selectLiveValue(pool, key, clock.now(), MAX_VALUE_BYTES),
    write: (key, text, ttlSeconds) => queries.upsertEntry(pool, key, text, inMs(ttlSeconds * 1000)),
    remove: (keys) => queries.deleteEntries(pool, keys, clock.now()),
    keys: (prefix) => keysOf(scan(pool, clock, prefix)),
    scan: (prefix) => scan(pool, clock, prefix),
    acquire: (key, token, ttlMs) => queries.acquireLock(pool, { key, token, now: clock.now(), expiresAt: inMs(ttlMs) }),
    release: (key, token) => queries.releaseLock(pool, key, token),
    close: async () => {},
  };
}

async function* keysOf(batches: AsyncIterable<CacheEntry[]>): AsyncIterable<string[]> {
  for await (const batch of batches) yield batch.map(({ key }) => key);
}

async function* scan(pool: Pool, clock: Clock, prefix: string): AsyncIterable<CacheEntry[]> {
  for (let afterKey = ''; ; ) {
    const now = clock.now();
    const rows = await queries.selectLiveEntries(pool, { prefix, afterKey, now, limit: SCAN_BATCH });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ key, bytes, expiresAt }) => ({ key, bytes, ttlSeconds: secondsBetween(now, expiresAt) }));
    afterKey = last.key;
  }
}

const secondsBetween = (from: Date, to: Date): number => Math.ceil((to.getTime() - from.getTime()) / 1000);
