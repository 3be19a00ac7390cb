import { createServer, type Server, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Cache } from '../../src/cache/cache.ts';
import { connectRedis } from '../../src/cache/redis-cache.ts';
import { describeWithRedisServer, type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { collectWarnings } from './warnings.ts';

/** Everything that a run asks of the cache; none of it may reject. */
async function useOnce(cache: Cache) {
  const value = await cache.get('k');
  const stored = await cache.set('new', 1);
  const lock = await cache.lock('k', 1000);
  return { value, stored, lock: lock.outcome };
}
const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
const nothing = { value: null, stored: false, lock: 'unavailable' };

describeWithRedisServer('a Redis lost in the middle of a run', () => {
  let server: RedisServer;
  let raw: Redis;
  let cache: Cache;
  let warnings: ReturnType<typeof collectWarnings>;

  beforeEach(async () => {
    server = await startRedisServer();
    raw = new Redis(server.url, { retryStrategy: () => 50 });
    raw.on('error', () => {});
    warnings = collectWarnings();
    cache = await connectRedis({ url: server.url, log: warnings.log, probeAfterMs: 50 });
    await cache.set('k', 'v');
  });
  afterEach(async () => {
    raw.disconnect();
    await cache.close();
    server.resume();
    await server.stop();
  });

  const backAgain = () => vi.waitFor(async () => expect(await cache.set('back', 1)).toBe(true), { timeout: 60_000 });

  const connectionsEver = async () => /total_connections_received:\d+/.exec(await raw.info('stats'))?.[0];

  test('that is killed makes misses and one warning, and is used again once it is back', async () => {
    await server.kill();
    for (let i = 0; i < 20; i++) expect(await useOnce(cache)).toEqual(nothing);
    expect(warnings.lines).toHaveLength(1);
    await server.start();
    await backAgain();
    expect(await cache.get('back')).toBe(1);
    expect(warnings.lines).toHaveLength(1);
  });

  test('that is stopped costs its callers one deadline, not one each', async () => {
    server.pause();
    const startedAt = performance.now();
    for (let i = 0; i < 200; i++) expect(await useOnce(cache)).toEqual(nothing);
    // One deadline is 0.5 s; a deadline for each would be 300 s.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(warnings.lines).toHaveLength(1);
    server.resume();
    await backAgain();
    expect(await cache.get('k')).toBe('v');
  });

  test('that is stopped fails commands under way together', async () => {
    server.pause();
    const startedAt = performance.now();
    const all = await Promise.all(Array.from({ length: 100 }, () => useOnce(cache)));
    expect(new Set(all.map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify(nothing)]));
    // 0.5 s for all, where one after the other would be 150 s.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  test('that keeps hanging is given up after two seconds of waiting in all', async () => {
    for (let i = 0; i < 4; i++) {
      server.pause();
      expect(await cache.get('k')).toBeNull();
      server.resume();
      if (i < 3) await backAgain();
    }
    const connections = await connectionsEver();
    for (let i = 0; i < 50; i++) {
      expect(await useOnce(cache)).toEqual(nothing);
      await raw.ping();
    }
    expect(await connectionsEver()).toBe(connections);
  });

  test('that is restarted empty is a miss, then a cache again', async () => {
    await server.kill();
    await server.start();
    await backAgain();
    expect(await cache.get('k')).toBeNull();
  });

  test('whose password changed makes misses until it fits again', async () => {
    await raw.config('SET', 'requirepass', 'new-password');
    await raw.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await vi.waitFor(async () => expect(await useOnce(cache)).toEqual(nothing), { timeout: 60_000 });
    for (let i = 0; i < 20; i++) expect(await useOnce(cache)).toEqual(nothing);
    await raw.config('SET', 'requirepass', '');
    await backAgain();
    expect(await cache.get('k')).toBe('v');
  });

  test('tells an operator so, instead of a false zero', async () => {
    await server.kill();
    const refusal = { code: 'redis_unavailable', exitCode: 69 };
    await expect(cache.flush()).rejects.toMatchObject(refusal);
    await expect(cache.flush('simplyrets', { dryRun: true })).rejects.toMatchObject(refusal);
    await expect(cache.list()).rejects.toMatchObject(refusal);
    await expect(cache.stats()).rejects.toMatchObject(refusal);
    await expect(cache.delete('k')).rejects.toMatchObject(refusal);
  });

  test('closes at once, though the server is stopped and a probe is under way', async () => {
    expect(sockets()).toBe(2); // raw's and the cache's
    server.pause();
    await cache.get('k');
    await cache.close();
    expect(await cache.get('k')).toBeNull();
    // Well below the two seconds that a probe has, and ioredis waits before it drops a silent server.
    await vi.waitFor(() => expect(sockets()).toBe(1), { timeout: 1800 });
  });

  test('that drops an idle connection is connected to again before anybody asks', async () => {
    // A connection is listed as soon as it is accepted; in use it is once its PING, the last of the dial, has answered.
    const pinged = async () => / cmd=ping /.test(String(await raw.client('LIST')));
    expect(await pinged()).toBe(false);
    await raw.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await vi.waitFor(async () => expect(await pinged()).toBe(true), { timeout: 60_000 });
    await raw.echo('answered after that PING, so that its answer has been read');
    expect(await cache.get('k')).toBe('v');
    expect(warnings.lines).toEqual([]);
  });
});

describeWithRedisServer('a living Redis that refuses', () => {
  let server: RedisServer;
  let raw: Redis;
  let cache: Cache;
  const warnings = collectWarnings();

  beforeEach(async () => {
    server = await startRedisServer();
    raw = new Redis(server.url);
    cache = await connectRedis({ url: server.url, log: warnings.log });
    await cache.set('k', 'v');
  });
  afterEach(async () => {
    raw.disconnect();
    await cache.close();
    await server.stop();
  });

  test('writes for want of memory still serves reads', async () => {
    await raw.config('SET', 'maxmemory', '1');
    expect(await cache.set('new', 1)).toBe(false);
    expect(await cache.get('k')).toBe('v');
    expect((await cache.lock('k', 1000)).outcome).toBe('unavailable');
    expect(warnings.lines).toEqual([expect.stringContaining('redis_refused')]);
    await raw.config('SET', 'maxmemory', '0');
    expect(await cache.set('new', 1)).toBe(true);
  });

  test('writes because it became a replica still serves reads', async () => {
    await raw.config('SET', 'replica-serve-stale-data', 'yes');
    await raw.replicaof('127.0.0.1', 1);
    expect(await cache.set('new', 1)).toBe(false);
    expect(await cache.get('k')).toBe('v');
  });

  test('a command that our user may not use tells an operator which right is missing', async () => {
    await raw.acl('SETUSER', 'default', '-scan');
    await expect(cache.list()).rejects.toMatchObject({
      code: 'redis_refused',
      message: expect.stringMatching(/NOPERM/),
    });
    expect(await cache.get('k')).toBe('v');
  });

  test.each([
    ['a list', () => raw.rpush('reportctl:v1:odd', 'x')],
    ['a hash', () => raw.hset('reportctl:v1:odd', 'x', 'y')],
    ['bytes that are not UTF-8', () => raw.set('reportctl:v1:odd', Buffer.from([0xff, 0xfe, 0x00]))],
    ['a text above the cap', () => raw.setrange('reportctl:v1:odd', 50 * 1024 * 1024, 'x')],
  ])('nothing but holds %s under our key: a miss, and removed', async (_name, plant) => {
    await plant();
    expect(await cache.list('odd')).toMatchObject([{ key: 'odd', ttlSeconds: null }]);
    expect(await cache.get('odd')).toBeNull();
    expect(await raw.exists('reportctl:v1:odd')).toBe(0);
    expect(await cache.set('odd', 1)).toBe(true);
    expect(await cache.get('odd')).toBe(1);
  });
});

describeWithRedisServer('connecting to Redis', () => {
  let server: RedisServer;
  const { log } = collectWarnings();
  const failure = { code: 'redis_unavailable', exitCode: 69 };
  const servers: Server[] = [];
  beforeEach(async () => {
    server = await startRedisServer(['--requirepass', 'p:@s/ w%rd']);
  });
  afterEach(async () => {
    await server.stop();
    for (const one of servers.splice(0)) one.close();
  });

  const urlWith = (credentials: string, path = '') => `redis://${credentials}127.0.0.1:${server.port}${path}`;

  test('takes password and database from the URL', async () => {
    const password = encodeURIComponent('p:@s/ w%rd');
    const cache = await connectRedis({ url: urlWith(`:${password}@`, '/3'), log });
    await cache.set('k', 'v', 60);
    await cache.close();
    const raw = new Redis({ port: server.port, password: 'p:@s/ w%rd', db: 3 });
    expect(await raw.get('reportctl:v1:k')).toBe('"v"');
    expect(await raw.ttl('reportctl:v1:k')).toBeGreaterThan(30);
    await raw.acl('SETUSER', 'cache', 'on', '>secret', '~reportctl:*', '+@all');
    raw.disconnect();
    const named = await connectRedis({ url: urlWith('cache:secret@', '/3'), log });
    expect(await named.get('k')).toBe('v');
    await named.close();
  });

  test.each([
    ['no password', '', '', /NOAUTH/],
    ['a wrong password', ':wrong-secret@', '', /WRONGPASS/],
    ['a database that does not exist', `:${encodeURIComponent('p:@s/ w%rd')}@`, '/99', /ERR/],
  ])('with %s is refused in one sentence without secrets', async (_name, credentials, path, reason) => {
    const refusal = await connectRedis({ url: urlWith(credentials, path), log }).catch((error) => error);
    expect(refusal).toMatchObject({ ...failure, message: expect.stringMatching(reason) });
    expect(refusal.message).not.toMatch(/wrong-secret|p:@s|127\.0\.0\.1/);
  });

  test('that is not there is refused', async () => {
    await server.kill();
    await expect(connectRedis({ url: server.url, log })).rejects.toMatchObject({
      ...failure,
      message: expect.stringMatching(/ECONNREFUSED.*REDIS_URL/),
    });
  });

  test('that accepts and says nothing is refused within the time given', async () => {
    server.pause();
    const startedAt = performance.now();
    await expect(connectRedis({ url: server.url, log })).rejects.toMatchObject(failure);
    expect(performance.now() - startedAt).toBeLessThan(8000);
    await vi.waitFor(() => expect(sockets()).toBe(0), { timeout: 60_000 });
    server.resume();
  });

  test('that speaks another protocol is refused', async () => {
    const url = await serve((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(connectRedis({ url, log })).rejects.toMatchObject(failure);
  });

  test('over TLS with a server that does not speak it is refused', async () => {
    const url = server.url.replace('redis:', 'rediss:');
    await expect(connectRedis({ url, log })).rejects.toMatchObject(failure);
  });

  test('that is not required goes on without a cache, with one warning', async () => {
    await server.kill();
    const warnings = collectWarnings();
    const cache = await connectRedis({ url: server.url, log: warnings.log, required: false });
    expect(cache.backend).toBe('none');
    expect(await useOnce(cache)).toEqual(nothing);
    expect(warnings.lines).toEqual([expect.stringMatching(/redis_unavailable.*without a cache/)]);
  });

  test('with a password that the server does not want works, and prints nothing', async () => {
    const open = await startRedisServer();
    const printed = vi.spyOn(console, 'warn');
    const cache = await connectRedis({ url: open.url.replace('//', '//:needless@'), log });
    expect(await cache.set('k', 1)).toBe(true);
    await cache.close();
    await open.stop();
    expect(printed).not.toHaveBeenCalled();
  });

  async function serve(answer: (socket: Socket) => void): Promise<string> {
    const one = createServer((socket) => void socket.on('error', () => {}).once('data', () => answer(socket)));
    servers.push(one);
    await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
    const address = one.address();
    return `redis://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : ''}`;
  }
});
