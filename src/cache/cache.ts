import type { Namespace } from './namespaces.ts';

/** One hour: what an entry lives for where nobody says otherwise. */
export const DEFAULT_TTL_SECONDS = 3600;

export interface CacheEntry {
  readonly key: string;
  /** Null for a value of a foreign type under our prefix. */
  readonly bytes: number | null;
  /** Whole seconds left; null where the entry never expires (nobody here writes such entries). */
  readonly ttlSeconds: number | null;
}

export interface CacheStats {
  readonly backend: CacheBackend;
  readonly entries: number;
  readonly bytes: number;
  /** Entries per namespace; `other` is what `cache set` put under a key of its own. */
  readonly namespaces: Readonly<Record<Namespace | 'other', number>>;
}

export type CacheBackend = 'redis' | 'postgres' | 'none';

export type LockAttempt =
  | { readonly outcome: 'acquired'; release(): Promise<void> }
  | { readonly outcome: 'held' }
  | { readonly outcome: 'unavailable' };

/**
 * Values that may vanish at any time. `get`, `set` and `lock` never reject for a broken backend: a cache fails open.
 * `delete`, `list`, `flush` and `stats` answer an operator, so they reject (exit 69) rather than report a false zero.
 * Keys are at most 512 bytes without control characters; other keys and lifetimes are refused with a usage error.
 */
export interface Cache {
  readonly backend: CacheBackend;
  /** The stored JSON value, or null for a miss. A stored value that is not JSON is a miss, and is removed. */
  get(key: string): Promise<unknown | null>;
  /** False when nothing was stored: null or undefined, larger than 4 MiB as JSON, or refused by the backend. */
  set(key: string, value: unknown, ttlSeconds?: number): Promise<boolean>;
  /** True when there was such an entry. */
  delete(key: string): Promise<boolean>;
  /** Entries in key order whose key matches `pattern`, where `*` stands for any text and `?` for one character. */
  list(pattern?: string): Promise<CacheEntry[]>;
  /** Removes a namespace, or all of our entries; the number of entries removed, or found when `dryRun`. */
  flush(namespace?: Namespace, options?: { dryRun?: boolean }): Promise<number>;
  stats(): Promise<CacheStats>;
  /** Asks once for the right to produce `key`; it lapses after `ttlMs`. Only the holder's `release` frees it. */
  lock(key: string, ttlMs: number): Promise<LockAttempt>;
  close(): Promise<void>;
}
