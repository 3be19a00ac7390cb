import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Cache, DEFAULT_TTL_SECONDS } from '../../src/cache/cache.ts';
import { createPostgresCache } from '../../src/cache/postgres-cache.ts';
import { connectRedis } from '../../src/cache/redis-cache.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { describeWithRedis, openRedis } from '../support/redis-server.ts';
import { collectWarnings } from './warnings.ts';

interface Backend {
  cache: Cache;
  /** Puts a text under a full key, past the cache. */
  plant(fullKey: string, text: string): Promise<void>;
  /** All full keys there are, ours and others'. */
  fullKeys(): Promise<string[]>;
  empty(): Promise<void>;
  /** It lives by its own clock, by which a stored second may pass. */
  ticks?: true;
}

const warnings = collectWarnings();

describe('in PostgreSQL', () => {
  let database: TestDatabase;
  behavesLikeACache(async () => {
    database = await createTestDatabase();
    const { pool } = database;
    return {
      cache: createPostgresCache({ pool, clock: { now: () => new Date('2026-02-01T00:00:00Z') }, log: warnings.log }),
      plant: async (key, text) => {
        await pool.query(`insert into cache_entries values ($1, $2, '2027-01-01')`, [key, text]);
      },
      fullKeys: async () => (await pool.query<{ key: string }>('select key from cache_entries')).rows.map((r) => r.key),
      empty: async () => void (await pool.query('delete from cache_entries')),
    };
  });
  afterAll(() => database.close());
});

describeWithRedis('in Redis', () => {
  let server: Awaited<ReturnType<typeof openRedis>>;
  let raw: Redis;
  behavesLikeACache(async () => {
    server = await openRedis();
    raw = new Redis(server.url);
    return {
      cache: await connectRedis({ url: server.url, log: warnings.log }),
      plant: async (key, text) => void (await raw.set(key, text, 'EX', 1000)),
      fullKeys: () => raw.keys('*'),
      empty: async () => void (await raw.flushdb()),
      ticks: true,
    };
  });
  afterAll(async () => {
    raw.disconnect();
    await server.stop();
  });
});

function behavesLikeACache(open: () => Promise<Backend>) {
  let backend: Backend;
  let cache: Cache;
  beforeAll(async () => {
    backend = await open();
    cache = backend.cache;
  });
  beforeEach(() => backend.empty());
  const lifetime = (seconds: number) =>
    backend.ticks ? expect.toSatisfy((left: number) => left <= seconds && left > seconds - 30) : seconds;
  afterAll(async () => {
    await cache.close();
    expect(warnings.lines).toEqual([]);
  });

  test.each([[{ b: [1, null, 'é"\u0000\u2028'], a: -1.5e-7 }], [0], [false], [''], [[]]])(
    '%j comes back',
    async (v) => {
      expect(await cache.set('k', v)).toBe(true);
      expect(await cache.get('k')).toEqual(v);
    },
  );

  test('what was never stored is null, and a second value replaces the first', async () => {
    expect(await cache.get('k')).toBeNull();
    await cache.set('k', 'first');
    await cache.set('k', 'second');
    expect(await cache.get('k')).toBe('second');
  });

  test('null and undefined are not stored: they could not be told from a miss', async () => {
    expect(await cache.set('k', null)).toBe(false);
    expect(await cache.set('k', undefined)).toBe(false);
    expect(await backend.fullKeys()).toEqual([]);
  });

  test('a value above 4 MiB is not stored, one just below is', async () => {
    const below = 'x'.repeat(4 * 1024 * 1024 - 2);
    expect(await cache.set('k', below)).toBe(true);
    expect(await cache.get('k')).toBe(below);
    expect(await cache.set('big', `${below}x`)).toBe(false);
    expect(await cache.set('wide', 'é'.repeat(2 * 1024 * 1024))).toBe(false);
    expect(await cache.list()).toHaveLength(1);
  });

  test('entries live an hour unless said otherwise', async () => {
    await cache.set('default', 1);
    await cache.set('own', 1, 90);
    const entries = (await cache.list()).map(({ key, ttlSeconds }) => ({ key, ttlSeconds }));
    expect(entries).toEqual([
      { key: 'default', ttlSeconds: lifetime(DEFAULT_TTL_SECONDS) },
      { key: 'own', ttlSeconds: lifetime(90) },
    ]);
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 31_536_001])(
    'a lifetime of %d is refused',
    async (ttl) => {
      await expect(cache.set('k', 1, ttl)).rejects.toMatchObject({ code: 'cache_ttl', exitCode: 2 });
    },
  );

  test.each([[''], ['a\nb'], ['a\u0000b'], ['\ud800'], ['x'.repeat(513)]])('the key %j is refused', async (key) => {
    const refusal = { code: 'cache_key', exitCode: 2 };
    await expect(cache.get(key)).rejects.toMatchObject(refusal);
    await expect(cache.set(key, 1)).rejects.toMatchObject(refusal);
    await expect(cache.delete(key)).rejects.toMatchObject(refusal);
    await expect(cache.lock(key, 1000)).rejects.toMatchObject(refusal);
  });

  test('a stored text that is not JSON is a miss, and is removed', async () => {
    await backend.plant('reportctl:v1:k', '{"half":');
    expect(await cache.get('k')).toBeNull();
    expect(await backend.fullKeys()).toEqual([]);
  });

  test('a stored text above the cap is a miss', async () => {
    // Still JSON wherever it is cut.
    await backend.plant('reportctl:v1:k', '7'.padEnd(4 * 1024 * 1024 + 1, ' '));
    expect(await cache.get('k')).toBeNull();
  });

  test('delete tells whether there was something to delete', async () => {
    await cache.set('k', 1);
    expect(await cache.delete('k')).toBe(true);
    expect(await cache.delete('k')).toBe(false);
    expect(await cache.get('k')).toBeNull();
  });

  test('list matches * and ?, and takes everything else literally', async () => {
    const keys = ['a:b', 'a:[b]', 'a*b', 'a\\b', 'a%b', 'a_b', 'axb', 'ä:b', 'A:b'];
    for (const key of keys) await cache.set(key, 1);
    const listed = async (pattern?: string) => (await cache.list(pattern)).map(({ key }) => key);
    expect(await listed()).toEqual([...keys].sort());
    expect(await listed('a:*')).toEqual(['a:[b]', 'a:b']);
    expect(await listed('a?b')).toEqual(['a%b', 'a*b', 'a:b', 'a\\b', 'a_b', 'axb']);
    expect(await listed('a:[b]')).toEqual(['a:[b]']);
    expect(await listed('a\\*')).toEqual(['a\\b']);
    expect(await listed('a%b')).toEqual(['a%b']);
    expect(await listed('nothing*')).toEqual([]);
  });

  test('list tells the size of the stored JSON', async () => {
    await cache.set('k', 'é');
    expect(await cache.list()).toEqual([{ key: 'k', bytes: 4, ttlSeconds: lifetime(DEFAULT_TTL_SECONDS) }]);
  });

  test('flush takes one namespace or everything of ours, and nothing of others', async () => {
    const foreign = ['other-app', 'reportctl', 'reportctl:v10:market_stats:x', 'xreportctl:v1:k'];
    for (const key of foreign) await backend.plant(key, 'theirs');
    for (const key of ['market_stats:a', 'market_stats:b', 'market_stats_old', 'ai_insights:a', 'own']) {
      await cache.set(key, 1);
    }
    expect(await cache.flush('market_stats', { dryRun: true })).toBe(2);
    expect(await cache.list()).toHaveLength(5);
    expect(await cache.flush('market_stats')).toBe(2);
    expect(await cache.flush('market_stats')).toBe(0);
    expect((await cache.list()).map(({ key }) => key)).toEqual(['ai_insights:a', 'market_stats_old', 'own']);
    expect(await cache.flush()).toBe(3);
    expect((await backend.fullKeys()).sort()).toEqual(foreign.sort());
  });

  test('list, stats and flush reach past one batch', async () => {
    const count = 2500;
    for (let from = 0; from < count; from += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, i) => cache.set(`simplyrets:${from + i}`, i)));
    }
    expect(await cache.list()).toHaveLength(count);
    expect((await cache.stats()).namespaces.simplyrets).toBe(count);
    expect(await cache.flush()).toBe(count);
    expect(await backend.fullKeys()).toEqual([]);
  });

  test('stats count entries and bytes by namespace', async () => {
    for (const key of ['market_stats:a', 'simplyrets:b', 'simplyrets:c', 'ai_insights:d', 'mine', 'mine:too']) {
      await cache.set(key, 'four');
    }
    expect(await cache.stats()).toEqual({
      backend: cache.backend,
      entries: 6,
      bytes: 36,
      namespaces: { market_stats: 1, simplyrets: 2, ai_insights: 1, other: 2 },
    });
  });

  test('of many who ask for a lock at once, one gets it', async () => {
    const attempts = await Promise.all(Array.from({ length: 20 }, () => cache.lock('k', 60_000)));
    expect(attempts.filter(({ outcome }) => outcome === 'acquired')).toHaveLength(1);
    expect(attempts.filter(({ outcome }) => outcome === 'held')).toHaveLength(19);
  });

  test('a released lock is free, and a late release does not free the next holder', async () => {
    const first = await cache.lock('k', 60_000);
    if (first.outcome !== 'acquired') throw new Error(first.outcome);
    await first.release();
    expect((await cache.lock('k', 60_000)).outcome).toBe('acquired');
    await first.release();
    expect((await cache.lock('k', 60_000)).outcome).toBe('held');
  });

  test('a lock is no entry: it is neither read, listed, counted nor flushed', async () => {
    await cache.lock('k', 60_000);
    expect(await cache.get('k')).toBeNull();
    expect(await cache.list()).toEqual([]);
    expect((await cache.stats()).entries).toBe(0);
    expect(await backend.fullKeys()).toEqual(['reportctl:v1-lock:k']);
    expect(await cache.flush()).toBe(0);
    expect((await cache.lock('k', 60_000)).outcome).toBe('held');
  });
}
