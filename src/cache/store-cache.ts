import { randomUUID } from 'node:crypto';
import { errorCode } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { type Cache, type CacheEntry, type CacheStats, DEFAULT_TTL_SECONDS, type LockAttempt } from './cache.ts';
import { globMatches, literalPrefix } from './glob.ts';
import { assertKey, assertTtl, ENTRY_PREFIX, LOCK_PREFIX } from './keys.ts';
import { type Namespace, namespaceOf } from './namespaces.ts';
import { type CacheStore, MAX_VALUE_BYTES } from './store.ts';

/** The cache over any backend: JSON values under our prefix, failing open, with one warning per process. */
export class StoreCache implements Cache {
  readonly #store: CacheStore;
  readonly #log: Pick<Log, 'warn'>;
  #warned = false;

  constructor(store: CacheStore, log: Pick<Log, 'warn'>) {
    this.#store = store;
    this.#log = log;
  }

  get backend() {
    return this.#store.backend;
  }

  async get(key: string): Promise<unknown | null> {
    const stored = storedKey(key);
    const text = await this.#failOpen(() => this.#store.read(stored), null);
    if (text === null) return null;
    const value = parseJson(text);
    if (value !== undefined) return value;
    await this.#failOpen(() => this.#store.remove([stored]), 0);
    return null;
  }

  async set(key: string, value: unknown, ttlSeconds: number = DEFAULT_TTL_SECONDS): Promise<boolean> {
    const stored = storedKey(key);
    assertTtl(ttlSeconds);
    const text = JSON.stringify(value ?? null);
    if (text === undefined || text === 'null' || Buffer.byteLength(text) > MAX_VALUE_BYTES) return false;
    const write = async () => {
      await this.#store.write(stored, text, ttlSeconds);
      return true;
    };
    return this.#failOpen(write, false);
  }

  async delete(key: string): Promise<boolean> {
    return (await this.#store.remove([storedKey(key)])) > 0;
  }

  async list(pattern = '*'): Promise<CacheEntry[]> {
    const found = new Map<string, CacheEntry>();
    for await (const entry of this.#entries(literalPrefix(pattern))) {
      if (globMatches(pattern, entry.key)) found.set(entry.key, entry);
    }
    return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async flush(namespace?: Namespace, { dryRun = false } = {}): Promise<number> {
    const prefix = namespace === undefined ? '' : `${namespace}:`;
    const seen = new Set<string>();
    let removed = 0;
    for await (const keys of this.#store.keys(ENTRY_PREFIX + prefix)) {
      if (dryRun) for (const key of keys) seen.add(key);
      else removed += await this.#store.remove(keys);
    }
    return dryRun ? seen.size : removed;
  }

  async stats(): Promise<CacheStats> {
    const entries = await this.list();
    const counts = { market_stats: 0, simplyrets: 0, ai_insights: 0, other: 0 };
    for (const { key } of entries) counts[namespaceOf(key) ?? 'other']++;
    const bytes = entries.reduce((sum, entry) => sum + (entry.bytes ?? 0), 0);
    return { backend: this.backend, entries: entries.length, bytes, namespaces: counts };
  }

  async lock(key: string, ttlMs: number): Promise<LockAttempt> {
    assertKey(key);
    const name = LOCK_PREFIX + key;
    const token = randomUUID();
    const acquire = async (): Promise<LockAttempt> => {
      if (!(await this.#store.acquire(name, token, ttlMs))) return { outcome: 'held' };
      const release = () => this.#failOpen(() => this.#store.release(name, token), undefined);
      return { outcome: 'acquired', release };
    };
    return this.#failOpen(acquire, { outcome: 'unavailable' });
  }

  async close(): Promise<void> {
    await this.#store.close();
  }

  async *#entries(prefix: string): AsyncIterable<CacheEntry> {
    for await (const batch of this.#store.scan(ENTRY_PREFIX + prefix)) {
      for (const entry of batch) yield { ...entry, key: entry.key.slice(ENTRY_PREFIX.length) };
    }
  }

  async #failOpen<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#warnOnce(error);
      return otherwise;
    }
  }

  /** One line, not one per call: an outage would otherwise fill the log with what the first line said. */
  #warnOnce(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    const fields = { backend: this.backend, code: errorCode(error) };
    this.#log.warn(fields, 'The cache fails; reports are made without it. Further cache failures are not logged.');
  }
}

function storedKey(key: string): string {
  assertKey(key);
  return ENTRY_PREFIX + key;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
