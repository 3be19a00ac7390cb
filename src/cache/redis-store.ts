import type { Redis } from 'ioredis';
import type { CacheEntry } from './cache.ts';
import { replyCode } from './redis-errors.ts';
import type { RedisLink } from './redis-link.ts';
import { type CacheStore, MAX_VALUE_BYTES } from './store.ts';

const SCAN_COUNT = 500;
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('unlink', KEYS[1]) end return 0`;

/** Redis as a backend. Expiry is Redis' own; only keys under the given prefixes are ever touched. */
export function redisStore(link: RedisLink): CacheStore {
  const remove = async (keys: readonly string[]) =>
    keys.length === 0 ? 0 : link.run((client) => client.unlink(...keys));
  return {
    backend: 'redis',
    read: async (key) => {
      const text = await link.run((client) => boundedText(client, key));
      if (text !== FOREIGN) return text;
      await remove([key]);
      return null;
    },
    write: async (key, text, ttlSeconds) => {
      await link.run((client) => client.set(key, text, 'EX', ttlSeconds));
    },
    remove,
    keys: (prefix) => scanKeys(link, prefix),
    scan: (prefix) => scan(link, prefix),
    acquire: async (key, token, ttlMs) =>
      (await link.run((client) => client.set(key, token, 'PX', ttlMs, 'NX'))) === 'OK',
    release: async (key, token) => {
      await link.run((client) => client.eval(RELEASE, 1, key, token));
    },
    close: async () => link.close(),
  };
}

const FOREIGN = Symbol('a value that cannot be ours');

/** GETRANGE, not GET: somebody's 500 MB under our key must not cross the wire. It answers '' for no such key. */
async function boundedText(client: Redis, key: string): Promise<string | null | typeof FOREIGN> {
  try {
    const text = await client.getrange(key, 0, MAX_VALUE_BYTES);
    if (Buffer.byteLength(text) > MAX_VALUE_BYTES) return FOREIGN;
    return text === '' ? null : text;
  } catch (error) {
    if (replyCode(error) === 'WRONGTYPE') return FOREIGN;
    throw error;
  }
}

/** SCAN's COUNT and UNLINK's batch: 500 keys hold Redis for less than a millisecond. */
async function* scanKeys(link: RedisLink, prefix: string): AsyncIterable<string[]> {
  const pattern = `${prefix.replace(/[\\*?[\]]/g, '\\$&')}*`;
  let cursor = '0';
  do {
    const [next, keys] = await link.run((client) => client.scan(cursor, 'MATCH', pattern, 'COUNT', SCAN_COUNT));
    if (keys.length > 0) yield keys;
    cursor = next;
  } while (cursor !== '0');
}

async function* scan(link: RedisLink, prefix: string): AsyncIterable<CacheEntry[]> {
  for await (const keys of scanKeys(link, prefix)) yield await link.run((client) => describe(client, keys));
}

async function describe(client: Redis, keys: readonly string[]): Promise<CacheEntry[]> {
  const [sizes, lifetimes] = await Promise.all([
    // STRLEN refuses a key of another type; such a key is listed all the same.
    Promise.all(keys.map((key) => client.strlen(key).catch(nullIfWrongType))),
    Promise.all(keys.map((key) => client.ttl(key))),
  ]);
  const entries = keys.map((key, i) => ({ key, bytes: sizes[i] ?? null, ttlSeconds: lifetimes[i] ?? -2 }));
  const vanished = -2;
  const everlasting = -1;
  return entries
    .filter(({ ttlSeconds }) => ttlSeconds !== vanished)
    .map((entry) => (entry.ttlSeconds === everlasting ? { ...entry, ttlSeconds: null } : entry));
}

function nullIfWrongType(error: unknown): null {
  if (replyCode(error) === 'WRONGTYPE') return null;
  throw error;
}
