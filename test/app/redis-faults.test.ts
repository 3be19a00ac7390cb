import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { rawHouse } from '../support/feed/row.ts';
import { type FeedServer, startFeedServer } from '../support/feed-server.ts';
import { addTestAccount, addTestSchedule, countOf } from '../support/fixtures.ts';
import { describeWithRedisServer, type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { tickAt } from './tick-at.ts';

// Two, because each is asked for at the vendor's five requests a second, in every tick here.
const CITIES = ['Houston', 'Katy'];
const SCHEDULES = [...CITIES, ...CITIES, ...CITIES, ...CITIES];
const HOUSES = CITIES.flatMap((city, c) => [1, 2, 3].map((n) => rawHouse(10 * c + n, { address: { city } })));
/** CONCURRENCY of the ticks here: as many commands can be on their way when Redis is lost, for each its last. */
const AT_ONCE = 2;

describeWithRedisServer('a Redis that fails while a tick runs', () => {
  let database: TestDatabase;
  let feed: FeedServer;
  let redis: RedisServer;
  let raw: Redis;
  let cwd: string;
  let env: Record<string, string>;
  /** Done at the first question to the vendor: claimed, looked up in vain, and with the answers yet to store. */
  let fault: (() => unknown) | undefined;
  let acting: unknown;

  beforeEach(async () => {
    fault = undefined;
    const rows = () => {
      const act = fault;
      fault = undefined;
      acting = act?.();
      return HOUSES;
    };
    [database, feed, redis, cwd] = await Promise.all([
      createTestDatabase(),
      startFeedServer({ rows, username: 'vendor-user', password: 'vendor-password', requestsPerSecond: 1_000 }),
      startRedisServer(),
      mkdtemp(join(tmpdir(), 'reportctl-redis-tick-')),
    ]);
    raw = new Redis(redis.url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
    raw.on('error', () => {});
    env = {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      SIMPLYRETS_USERNAME: 'vendor-user',
      SIMPLYRETS_PASSWORD: 'vendor-password',
      SIMPLYRETS_BASE_URL: feed.url,
      SIMPLYRETS_CACHE: 'true',
      MAIL_TRANSPORT: 'outbox',
      OUTBOX_DIR: join(cwd, 'outbox'),
      CONCURRENCY: String(AT_ONCE),
      LOG_LEVEL: 'silent',
    };
  });
  afterEach(async () => {
    raw.disconnect();
    redis.resume();
    await Promise.all([database.close(), feed.close(), redis.stop(), rm(cwd, { recursive: true })]);
  });

  const now = new Date();

  /** A tick over four schedules of each city; all that counts is that every report is made. */
  async function expectAllMade(): Promise<void> {
    const account = await addTestAccount(database.pool);
    const due = SCHEDULES.map((city) =>
      addTestSchedule(database.pool, account, { cities: [city], nextRunAt: new Date(now.getTime() - 1_000) }),
    );
    const count = (await Promise.all(due)).length;
    expect(await tickAt(now, { env, cwd })).toMatchObject({ completed: count, failed: 0, retried: 0 });
    await acting;
  }

  const models = async (): Promise<Set<string>> => {
    const { rows } = await database.pool.query<{ model: string }>('select model::text from report_generations');
    return new Set(rows.map(({ model }) => model));
  };
  const commands = async (): Promise<number> => {
    const stats = await raw.info('commandstats');
    return [...stats.matchAll(/^cmdstat_(?:getrange|set|eval):calls=(\d+)/gm)].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
  };

  test.each([
    ['killed', () => redis.kill()],
    ['restarted, and empty', () => redis.kill().then(() => redis.start())],
    [
      'given another password',
      async () => {
        await raw.config('SET', 'requirepass', 'another');
        await raw.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      },
    ],
    ['full', () => raw.config('SET', 'maxmemory', '1')],
    ['turned into a replica', () => raw.replicaof('127.0.0.1', 1)],
  ])('%s: every report is made', async (_what, act) => {
    fault = act;
    await expectAllMade();
    expect(fault).toBeUndefined();
    expect((await models()).size).toBe(CITIES.length);
    expect(await countOf(database.pool, `deliveries where status = 'sent'`)).toBe(SCHEDULES.length);
  });

  test('stopped: every report is made, and nobody waits for it twice (C1)', async () => {
    let before = 0;
    fault = async () => {
      before = await commands();
      redis.pause();
    };
    await expectAllMade();
    redis.resume();
    await raw.ping(); // One round of its event loop serves all sockets, in any order.
    // What was sent to it in vain lies in its sockets, and is carried out now: of each report under way its figures and
    // its three answers. With a deadline for each command of eight reports it would be more than forty.
    expect((await commands()) - before).toBeLessThanOrEqual(2 * 4 * AT_ONCE);
  });

  test('holding garbage of any kind under every key: the reports are the same, and the entries are made anew (C1)', async () => {
    const kinds: Record<string, (key: string) => Promise<unknown>> = {
      'half a text': (key) => raw.set(key, '{"content":'),
      'JSON of another shape': (key) => raw.set(key, '{"content":{"version":9},"empty":null}'),
      'no JSON at all': (key) => raw.set(key, Buffer.from([0xff, 0x00, 0xfe])),
      'a list': (key) => raw.del(key).then(() => raw.rpush(key, 'x')),
      'a hash': (key) => raw.del(key).then(() => raw.hset(key, 'x', 'y')),
    };
    await expectAllMade();
    const before = await models();
    const keys = await raw.keys('reportctl:v1:*');
    expect(keys.length).toBeGreaterThan(CITIES.length); // figures, and the answers they come from
    for (const [kind, spoil] of Object.entries(kinds)) {
      await Promise.all(keys.map(spoil));
      await expectAllMade();
      expect([kind, (await models()).size]).toEqual([kind, before.size]);
      for (const key of keys) expect([kind, await raw.type(key)]).toEqual([kind, 'string']);
      const texts = await Promise.all(keys.map((key) => raw.get(key)));
      for (const text of texts) {
        const names = Object.keys(JSON.parse(text ?? ''));
        expect([kind, names]).toEqual([kind, expect.arrayContaining([expect.stringMatching(/content|listings/)])]);
      }
    }
  });
});
