import type { CacheBackend, CacheEntry } from './cache.ts';

/**
 * A backend: texts under full keys, with a lifetime. It may reject; what that means to callers is decided above, once
 * for all backends.
 */
export interface CacheStore {
  readonly backend: CacheBackend;
  /** The live text, or null. What cannot be a value of ours is removed and is null. */
  read(key: string): Promise<string | null>;
  write(key: string, text: string, ttlSeconds: number): Promise<void>;
  /** Removes keys; the number of live ones among them. */
  remove(keys: readonly string[]): Promise<number>;
  /** Keys of live entries that start with `prefix`, in batches; a key may come twice. */
  keys(prefix: string): AsyncIterable<string[]>;
  /** Live entries whose key starts with `prefix`, in batches; an entry may come twice. */
  scan(prefix: string): AsyncIterable<CacheEntry[]>;
  /** Takes the lock `key` for `token` unless somebody holds it. */
  acquire(key: string, token: string, ttlMs: number): Promise<boolean>;
  /** Frees the lock if `token` still holds it: a holder that was too slow must not free its successor's. */
  release(key: string, token: string): Promise<void>;
  close(): Promise<void>;
}

/** A page of 500 raw SimplyRETS listings is about 1.5 MB; above 4 MiB a value costs more to move than to make. */
export const MAX_VALUE_BYTES = 4 * 1024 * 1024;
