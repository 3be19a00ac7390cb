import type { Log } from '../core/log.ts';
import { createBypassCache } from './bypass-cache.ts';
import type { Cache } from './cache.ts';
import { dialRedis } from './redis-dial.ts';
import { redisUnavailable } from './redis-errors.ts';
import { RedisLink } from './redis-link.ts';
import { redisStore } from './redis-store.ts';
import { StoreCache } from './store-cache.ts';

export interface RedisCacheOptions {
  /** redis:// or rediss://, with credentials and database where needed. */
  url: string;
  log: Pick<Log, 'warn'>;
  /** How long to wait for the first answer, everything included. */
  timeoutMs?: number;
  /** False: where Redis does not answer, warn and work without a cache. */
  required?: boolean;
  /** Pause between two attempts to come back to a Redis that was lost. */
  probeAfterMs?: number;
}

/**
 * The cache in Redis. It is asked for an answer first, so that work is refused before any is begun.
 * @throws ReportctlError (exit 69, `redis_unavailable`) after at most `timeoutMs`, unless `required` is false.
 */
export async function connectRedis(options: RedisCacheOptions): Promise<Cache> {
  const { url, log, timeoutMs = 2000, required = true, probeAfterMs = 5000 } = options;
  const dial = (signal: AbortSignal) => dialRedis({ url, timeoutMs, signal });
  try {
    const client = await dial(new AbortController().signal);
    return new StoreCache(redisStore(new RedisLink(client, { dial, probeAfterMs })), log);
  } catch (error) {
    const failure = redisUnavailable(error);
    if (required) throw failure;
    log.warn({ code: failure.code }, `${failure.message} CACHE_REQUIRED=false: going on without a cache.`);
    return createBypassCache();
  }
}
