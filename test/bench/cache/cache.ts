import { Redis } from 'ioredis';
import { cachedFeed } from '../../../src/app/cached-feed.ts';
import type { Cache } from '../../../src/cache/cache.ts';
import { connectRedis } from '../../../src/cache/redis-cache.ts';
import type { ListingFeed, ListingQuery } from '../../../src/listings/feed.ts';
import type { OpenHouseFeed } from '../../../src/listings/open-house.ts';
import { createSampleFeed } from '../../../src/listings/sample/sample-feed.ts';
import { redisAvailable, startRedisServer } from '../../support/redis-server.ts';
import type { Bench, BenchContext, BenchReport } from '../support/bench.ts';
import { NOW } from '../support/seed.ts';
import { median } from '../support/statistics.ts';

const LISTINGS = 500;
const HIT_BUDGET_MS = 3;
const FLUSH_BUDGET_MS = 3_000;
const BLOCK_BUDGET_MS = 20;

export const cache: Bench = {
  summary: 'a cached set of 500 listings, and flushing 100,000 keys, with Redis on loopback',
  run: async (context) => {
    if (!redisAvailable)
      return { figures: [], ratios: [], notes: ['Left out: no redis-server or valkey-server on PATH.'] };
    const server = await startRedisServer();
    const raw = new Redis(server.url);
    const opened = await connectRedis({ url: server.url, log: { warn: (line: unknown) => console.error(line) } });
    try {
      return await measure(opened, raw, context);
    } finally {
      await opened.close();
      raw.disconnect();
      await server.stop();
    }
  },
};

async function measure(opened: Cache, raw: Redis, { once, progress }: BenchContext): Promise<BenchReport> {
  progress('hits');
  const hits = await hitTimes(opened, once ? 5 : 200);
  progress('flushes');
  const keys = once ? 1_000 : 100_000;
  const flushes: number[] = [];
  const blocks: number[] = [];
  for (let round = 0; round < (once ? 1 : 5); round += 1) {
    await fill(raw, keys);
    await resetSlowLog(raw);
    flushes.push(await elapsed(async () => assertCount(await opened.flush('market_stats'), keys)));
    blocks.push(await longestCommandMs(raw));
  }
  return {
    figures: [
      { name: `hit, ${LISTINGS} listings`, unit: 'ms', values: hits },
      { name: `flush, ${keys} keys`, unit: 'ms', values: flushes },
      { name: 'longest that one command of it held Redis', unit: 'ms', values: blocks },
    ],
    ratios: [
      { name: `hit / ${HIT_BUDGET_MS} ms`, value: median(hits) / HIT_BUDGET_MS, atMost: 1 },
      { name: `flush / ${FLUSH_BUDGET_MS} ms`, value: median(flushes) / FLUSH_BUDGET_MS, atMost: 1 },
      { name: `longest hold / ${BLOCK_BUDGET_MS} ms`, value: median(blocks) / BLOCK_BUDGET_MS, atMost: 1 },
    ],
    notes: [
      'A hit is a search through the cached feed: look-up, transfer, parsing, checking.',
      'How long a command held Redis is by its own clock (slowlog), waits for a processor included.',
    ],
  };
}

const query: ListingQuery = { cities: ['Houston'], postalCodes: [], statuses: ['Closed'], types: ['residential'] };
const options = { signal: new AbortController().signal };

/** How long a search takes that is in the cache, in milliseconds each; a miss fails the benchmark. */
async function hitTimes(opened: Cache, rounds: number): Promise<number[]> {
  const answer = await createSampleFeed({ clock: { now: () => NOW } }).search(
    { ...query, closed: { from: 0, to: NOW.getTime() } },
    options,
  );
  const listings = Array.from({ length: LISTINGS }, (_, i) => {
    const listing = answer.listings[i % answer.listings.length];
    if (!listing) throw new Error('The sample feed has no sales.');
    return { ...listing, mlsId: i };
  });
  let asked = 0;
  const source: ListingFeed & OpenHouseFeed = {
    source: { name: 'bench', sample: true },
    search: async () => {
      asked += 1;
      return { ...answer, listings };
    },
    openHouses: async () => ({ openHouses: [], truncated: false, dropped: {}, asOf: answer.asOf }),
  };
  const feed = cachedFeed(source, opened, 'bench');
  await feed.search(query, options);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    times.push(await elapsed(async () => assertCount((await feed.search(query, options)).listings.length, LISTINGS)));
  }
  assertCount(asked, 1);
  return times;
}

async function fill(raw: Redis, keys: number): Promise<void> {
  const value = JSON.stringify({ text: 'x'.repeat(1_000) });
  for (let from = 0; from < keys; from += 10_000) {
    const pipeline = raw.pipeline();
    for (let i = from; i < Math.min(from + 10_000, keys); i += 1) {
      pipeline.set(`reportctl:v1:market_stats:${i}`, value, 'EX', 3_600);
    }
    await pipeline.exec();
  }
}

/** Redis' own account of how long each command held it, in place of what a busy client would measure. */
async function resetSlowLog(raw: Redis): Promise<void> {
  await raw.config('SET', 'slowlog-log-slower-than', '100');
  await raw.config('SET', 'slowlog-max-len', '100000');
  await raw.slowlog('RESET');
}

async function longestCommandMs(raw: Redis): Promise<number> {
  const entries = (await raw.slowlog('GET', 100_000)) as [number, number, number, string[]][];
  const ours = entries.filter(([, , , [name = '']]) => /^(scan|unlink|strlen|ttl)$/i.test(name));
  return ours.reduce((longest, [, , microseconds]) => Math.max(longest, microseconds / 1_000), 0);
}

async function elapsed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function assertCount(count: number, wanted: number): void {
  if (count !== wanted) throw new Error(`${count} instead of ${wanted}.`);
}
