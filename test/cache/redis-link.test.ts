import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dialRedis } from '../../src/cache/redis-dial.ts';
import { RedisLink } from '../../src/cache/redis-link.ts';
import { describeWithRedisServer, type RedisServer, startRedisServer } from '../support/redis-server.ts';

describeWithRedisServer('a link to a Redis that is gone', () => {
  let server: RedisServer;
  beforeEach(async () => {
    server = await startRedisServer();
  });
  afterEach(() => server.stop());

  const dialNow = () => dialRedis({ url: server.url, timeoutMs: 10_000, signal: new AbortController().signal });

  async function askInVain(link: RedisLink, times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      await expect(link.run((client) => client.ping())).rejects.toMatchObject({ code: 'redis_unavailable' });
    }
  }

  test.each([
    ['pauses between probes that fail', 3_600_000, 1],
    ['probes again after the pause, when somebody asks', 0, 21],
  ])('%s', async (_name, probeAfterMs, expected) => {
    const dial = vi.fn(() => Promise.reject(new Error('still gone')));
    const client = await dialNow();
    const link = new RedisLink(client, { dial, probeAfterMs });
    const ended = new Promise((resolve) => client.once('end', resolve));
    await server.kill();
    await ended;
    expect(dial).toHaveBeenCalledTimes(1);
    // That probe has failed before anybody asks.
    await new Promise((resolve) => setImmediate(resolve));
    await askInVain(link, 20);
    expect(dial).toHaveBeenCalledTimes(expected);
    link.close();
  });

  test('has one probe under way at most', async () => {
    const dial = vi.fn(() => new Promise<never>(() => {}));
    const client = await dialNow();
    const link = new RedisLink(client, { dial, probeAfterMs: 0 });
    await server.kill();
    await askInVain(link, 20);
    expect(dial).toHaveBeenCalledTimes(1);
    link.close();
  });

  test('does not use a connection that a probe makes after the link was closed', async () => {
    const second = await dialNow();
    let deliver: (client: typeof second) => void = () => {};
    const dial = () => new Promise<typeof second>((resolve) => (deliver = resolve));
    const link = new RedisLink(await dialNow(), { dial });
    await expect(link.run(() => Promise.reject(new Error('broken pipe')))).rejects.toThrow(/Redis/);
    link.close();
    const ended = new Promise((resolve) => second.once('end', resolve));
    deliver(second);
    await ended;
    await askInVain(link, 1);
  });
});
