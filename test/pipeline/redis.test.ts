import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns, countOf } from '../support/fixtures.ts';
import { describeWithRedisServer, startRedisServer } from '../support/redis-server.ts';

let database: TestDatabase;
let host: CliHost;
beforeEach(async () => {
  database = await createTestDatabase();
  // Nothing listens on port 1.
  host = await createCliHost({
    DATABASE_URL: database.url,
    LISTINGS_FEED: 'sample',
    MAIL_TRANSPORT: 'outbox',
    REDIS_URL: 'redis://127.0.0.1:1',
  });
});
afterEach(async () => {
  await host.close();
  await database.close();
});

const addDue = async () => addTestSchedule(database.pool, await addTestAccount(database.pool));

test('Redis is not looked for when nothing is due', async () => {
  expect(await host.run('tick')).toMatchObject({ code: 0, stdout: 'nothing due\n' });
});

test('a Redis that does not answer ends the tick with 69 before anything is claimed; the next minute tries again (C1)', async () => {
  await addDue();
  expect(await host.run('tick')).toMatchObject({ code: 69, stderr: expect.stringMatching(/Redis/) });
  expect(await allRuns(database.pool)).toEqual([]);
  expect(await countOf(database.pool, 'schedules where next_run_at <= now()')).toBe(1);
});

test('generate exits 69 too, and leaves nothing that a later tick would send', async () => {
  const id = await addDue();
  await database.pool.query('update schedules set next_run_at = null');
  expect(await host.run('generate', '--schedule', id)).toMatchObject({
    code: 69,
    stderr: expect.stringMatching(/Redis/),
  });
  host.env.REDIS_URL = undefined;
  await host.run('tick');
  expect(await countOf(database.pool, `deliveries where status = 'sent'`)).toBe(0);
});

test('CACHE_REQUIRED=false makes it a warning', async () => {
  await addDue();
  host.env.CACHE_REQUIRED = 'false';
  const result = await host.run('tick', '--json');
  expect(result.json()).toMatchObject({ completed: 1 });
  expect(result.stderr).toMatch(/Redis/);
});

test.each([['flush'], ['stats'], ['get', 'key']])(
  'nor does it make `cache %s` answer for a Redis that does not',
  async (...argv) => {
    host.env.CACHE_REQUIRED = 'false';
    expect(await host.run('cache', ...argv)).toMatchObject({
      code: 69,
      stdout: '',
      stderr: expect.stringMatching(/Redis/),
    });
  },
);

describeWithRedisServer('with a Redis', () => {
  test('a due schedule is delivered', async () => {
    const redis = await startRedisServer();
    try {
      await addDue();
      host.env.REDIS_URL = redis.url;
      expect((await host.run('tick', '--json')).json()).toMatchObject({ completed: 1 });
      expect((await host.run('cache', 'stats', '--json')).json()).toMatchObject({ backend: 'redis' });
    } finally {
      await redis.stop();
    }
  });
});
