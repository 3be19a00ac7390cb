import type { Cache } from './cache.ts';

/** A cache that holds nothing: every look-up misses, every write is dropped. */
export function createBypassCache(): Cache {
  return {
    backend: 'none',
    get: async () => null,
    set: async () => false,
    delete: async () => false,
    list: async () => [],
    flush: async () => 0,
    stats: async () => ({
      backend: 'none',
      entries: 0,
      bytes: 0,
      namespaces: { market_stats: 0, simplyrets: 0, ai_insights: 0, other: 0 },
    }),
    lock: async () => ({ outcome: 'unavailable' }),
    close: async () => {},
  };
}
