import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBypassCache } from '../../src/cache/bypass-cache.ts';
import type { Cache } from '../../src/cache/cache.ts';
import { createPostgresCache } from '../../src/cache/postgres-cache.ts';
import { type RememberOptions, remember } from '../../src/cache/remember.ts';
import { hostClock } from '../../src/core/clock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { collectWarnings } from './warnings.ts';

let database: TestDatabase;
let cache: Cache;
/** The same entries as another process sees them: single flight is per cache object. */
let elsewhere: Cache;

const open = () => createPostgresCache({ pool: database.pool, clock: hostClock, log: collectWarnings().log });

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.pool.query('delete from cache_entries');
  cache = open();
  elsewhere = open();
});
afterAll(() => database.close());

const text = (stored: unknown): string | null => (typeof stored === 'string' ? stored : null);
const asking = (produce: () => Promise<string>, more: Partial<RememberOptions<string>> = {}) => ({
  ttlSeconds: 60,
  decode: text,
  produce,
  ...more,
});

/** A producer that ends when told, and tells when it has begun. */
function controlled(value = 'made') {
  let finish: (result: string) => void = () => {};
  let fail: (error: Error) => void = () => {};
  let begun: () => void = () => {};
  const began = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const result = new Promise<string>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  const produce = vi.fn(() => {
    begun();
    return result;
  });
  return { produce, began, finish: () => finish(value), fail };
}

test('a miss is produced and stored for its lifetime, a hit is not produced', async () => {
  const produce = vi.fn(async () => 'made');
  expect(await remember(cache, 'k', asking(produce))).toBe('made');
  expect(await remember(cache, 'k', asking(produce))).toBe('made');
  expect(await remember(elsewhere, 'k', asking(produce))).toBe('made');
  expect(produce).toHaveBeenCalledTimes(1);
  expect(await cache.list()).toMatchObject([{ key: 'k', ttlSeconds: 60 }]);
});

test('a hit and a miss give the same value, though JSON changes it (C4)', async () => {
  const decode = (stored: unknown) => stored as Record<string, unknown> | null;
  const options = { ttlSeconds: 60, decode, produce: async () => ({ at: new Date(0), none: undefined, zero: -0 }) };
  const missed: Record<string, unknown> = await remember(cache, 'k', options);
  expect(missed).toStrictEqual({ at: '1970-01-01T00:00:00.000Z', zero: 0 });
  expect(await remember(cache, 'k', options)).toStrictEqual(missed);
});

test('a failure is thrown on and not stored, and the next call tries again at once (C5)', async () => {
  const failing = async () => {
    throw new Error('vendor down');
  };
  await expect(remember(cache, 'k', asking(failing))).rejects.toThrow('vendor down');
  expect(await cache.list()).toEqual([]);
  expect(
    await remember(
      elsewhere,
      'k',
      asking(async () => 'made'),
    ),
  ).toBe('made');
});

test('what is not storable is returned and not stored', async () => {
  const options = asking(async () => 'truncated', { storable: (value) => value !== 'truncated' });
  expect(await remember(cache, 'k', options)).toBe('truncated');
  expect(await cache.list()).toEqual([]);
});

test('what does not survive JSON is returned and not stored', async () => {
  const decode = (stored: unknown) => (typeof stored === 'number' ? stored : null);
  expect(await remember(cache, 'k', { ttlSeconds: 60, decode, produce: async () => Number.NaN })).toBeNaN();
  expect(await cache.list()).toEqual([]);
});

test('a stored value of another shape is a miss and is replaced', async () => {
  await cache.set('k', { from: 'another version' });
  expect(
    await remember(
      cache,
      'k',
      asking(async () => 'made'),
    ),
  ).toBe('made');
  expect(await cache.get('k')).toBe('made');
});

describe('callers of one process', () => {
  test.each([
    ['PostgreSQL', () => cache],
    ['no cache', createBypassCache],
  ])('share one attempt on %s', async (_name, cacheOf) => {
    const shared = cacheOf();
    const work = controlled();
    const all = Promise.all(Array.from({ length: 50 }, () => remember(shared, 'k', asking(work.produce))));
    await work.began;
    work.finish();
    expect(new Set(await all)).toEqual(new Set(['made']));
    expect(work.produce).toHaveBeenCalledTimes(1);
  });

  test('do not share attempts at different keys', async () => {
    const produce = vi.fn(async () => 'made');
    await Promise.all([remember(cache, 'a', asking(produce)), remember(cache, 'b', asking(produce))]);
    expect(produce).toHaveBeenCalledTimes(2);
  });

  test('share its failure, so that a vendor that is down is asked once', async () => {
    const work = controlled();
    const all = Promise.allSettled(Array.from({ length: 50 }, () => remember(cache, 'k', asking(work.produce))));
    await work.began;
    work.fail(new Error('vendor down'));
    expect((await all).every(({ status }) => status === 'rejected')).toBe(true);
    expect(work.produce).toHaveBeenCalledTimes(1);
  });

  test('go on without a leader that was stopped, with one new attempt', async () => {
    const stopped = controlled();
    const deadline = new AbortController();
    const leader = remember(cache, 'k', asking(stopped.produce, { signal: deadline.signal }));
    await stopped.began;
    const produce = vi.fn(async () => 'made');
    const followers = Promise.all(Array.from({ length: 5 }, () => remember(cache, 'k', asking(produce))));
    deadline.abort();
    stopped.fail(new Error('aborted'));
    await expect(leader).rejects.toThrow('aborted');
    expect(new Set(await followers)).toEqual(new Set(['made']));
    expect(produce).toHaveBeenCalledTimes(1);
  });

  test('stop waiting when their own deadline comes', async () => {
    const slow = controlled();
    const leader = remember(cache, 'k', asking(slow.produce));
    await slow.began;
    const late = new AbortController();
    const follower = remember(cache, 'k', asking(slow.produce, { signal: late.signal }));
    late.abort(new Error('out of time'));
    await expect(follower).rejects.toThrow('out of time');
    slow.finish();
    expect(await leader).toBe('made');
  });
});

describe('several processes', () => {
  test('leave the work to the first, and take its result', async () => {
    const work = controlled('by the first');
    const first = remember(cache, 'k', asking(work.produce));
    await work.began;
    const produce = vi.fn(async () => 'by the second');
    const watched = delegate(elsewhere);
    const met = new Promise<void>((resolve) => {
      watched.lock = async (key, ttlMs) => {
        const attempt = await elsewhere.lock(key, ttlMs);
        if (attempt.outcome === 'held') resolve();
        return attempt;
      };
    });
    const second = remember(watched, 'k', asking(produce));
    await met;
    work.finish();
    expect(await first).toBe('by the first');
    expect(await second).toBe('by the first');
    expect(produce).not.toHaveBeenCalled();
  });

  test('take over at once when the first fails', async () => {
    const work = controlled();
    const first = remember(cache, 'k', asking(work.produce));
    await work.began;
    const second = remember(
      elsewhere,
      'k',
      asking(async () => 'by the second', { waitMs: 3_600_000 }),
    );
    work.fail(new Error('vendor down'));
    await expect(first).rejects.toThrow('vendor down');
    expect(await second).toBe('by the second');
  });

  test('make a value once, when real processes ask at the same moment', async () => {
    await database.pool.query('create table attempts (pid int)');
    const processes = await Promise.all(Array.from({ length: 4 }, askingProcess));
    for (const child of processes) child.stdin?.end('go');
    const codes = await Promise.all(processes.map(async (child) => (await once(child, 'close'))[0]));
    expect(codes).toEqual([0, 0, 0, 0]);
    expect((await database.pool.query('select from attempts')).rowCount).toBe(1);
  });

  test('wait no longer than they are told to', async () => {
    await cache.lock('k', 3_600_000); // A process that died while it held the lock.
    expect(
      await remember(
        elsewhere,
        'k',
        asking(async () => 'made', { waitMs: 150 }),
      ),
    ).toBe('made');
    expect(await cache.get('k')).toBe('made');
  });

  test('wait no longer than their signal', async () => {
    await cache.lock('k', 3_600_000);
    const produce = vi.fn(async () => 'made');
    const signal = AbortSignal.timeout(100);
    await expect(remember(elsewhere, 'k', asking(produce, { signal, waitMs: 3_600_000 }))).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(produce).not.toHaveBeenCalled();
  });

  test('do not repeat what was stored between their look-up and their lock', async () => {
    const racing: Cache = {
      ...delegate(elsewhere),
      lock: async (key, ttlMs) => {
        await cache.set(key, 'stored meanwhile');
        return elsewhere.lock(key, ttlMs);
      },
    };
    const produce = vi.fn(async () => 'made');
    expect(await remember(racing, 'k', asking(produce))).toBe('stored meanwhile');
    expect(produce).not.toHaveBeenCalled();
    expect((await cache.lock('k', 1000)).outcome).toBe('acquired');
  });
});

/** A process that says when it is ready, and asks for `k` when its input ends. Making the value leaves a row. */
async function askingProcess(): Promise<ChildProcess> {
  const source = (path: string) => JSON.stringify(new URL(`../../src/${path}`, import.meta.url).href);
  const script = `
    import { once } from 'node:events';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { createPostgresCache } from ${source('cache/postgres-cache.ts')};
    import { remember } from ${source('cache/remember.ts')};
    import { hostClock } from ${source('core/clock.ts')};
    import { openPool } from ${source('db/pool.ts')};
    const pool = openPool(process.env.URL_OF_TEST, { max: 2 });
    await pool.query('select');
    process.stdout.write('ready');
    process.stdin.resume();
    await once(process.stdin, 'end');
    const produce = async () => {
      await pool.query('insert into attempts values ($1)', [process.pid]);
      await sleep(500);
      return 'made';
    };
    const cache = createPostgresCache({ pool, clock: hostClock, log: { warn() {} } });
    const value = await remember(cache, 'k', { ttlSeconds: 60, decode: (stored) => stored, produce, waitMs: 20_000 });
    if (value !== 'made') process.exitCode = 1;
    await pool.end();
  `;
  const env = { ...process.env, URL_OF_TEST: database.url };
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { env });
  child.stderr.pipe(process.stderr);
  await once(child.stdout, 'data');
  return child;
}

function delegate(target: Cache): Cache {
  return {
    backend: target.backend,
    get: (key) => target.get(key),
    set: (key, value, ttl) => target.set(key, value, ttl),
    delete: (key) => target.delete(key),
    list: (pattern) => target.list(pattern),
    flush: (namespace, options) => target.flush(namespace, options),
    stats: () => target.stats(),
    lock: (key, ttlMs) => target.lock(key, ttlMs),
    close: () => target.close(),
  };
}
