import { expect, test } from 'vitest';
import { Batcher } from '../../src/runs/batcher.ts';

const batcher = (write: (items: string[]) => Promise<number>, most = 10) =>
  new Batcher<string, number>({ write, keyOf: (item) => item.charAt(0), most });

test('what is added together is written together', async () => {
  const batches: string[][] = [];
  const b = batcher(async (items) => batches.push(items));
  expect(await Promise.all(['a', 'b', 'c'].map((item) => b.add(item)))).toEqual([1, 1, 1]);
  expect(batches).toEqual([['a', 'b', 'c']]);
});

test('what is added during a write waits for the next, and nothing is lost or doubled', async () => {
  const batches: string[][] = [];
  const second: Promise<number>[] = [];
  const b = batcher(async (items) => {
    if (batches.push(items) === 1) second.push(b.add('z'));
    await new Promise((resolve) => setImmediate(resolve));
    return batches.length;
  });
  await Promise.all(['a', 'b'].map((item) => b.add(item)));
  await Promise.all(second);
  expect(batches).toEqual([['a', 'b'], ['z']]);
});

test('items of one key never share a batch, and a batch has its bound', async () => {
  const batches: string[][] = [];
  const b = batcher(async (items) => batches.push(items), 2);
  await Promise.all(['a1', 'a2', 'b1', 'c1', 'a3'].map((item) => b.add(item)));
  for (const batch of batches) {
    expect(batch.length).toBeLessThanOrEqual(2);
    expect(new Set(batch.map((item) => item.charAt(0))).size).toBe(batch.length);
  }
  expect(batches.flat().sort()).toEqual(['a1', 'a2', 'a3', 'b1', 'c1']);
});

test('a write that fails fails its own items and no others (T7)', async () => {
  let calls = 0;
  const b = batcher(async () => {
    calls += 1;
    if (calls === 1) throw new Error('down');
    return calls;
  }, 1);
  const [first, second] = await Promise.allSettled([b.add('a'), b.add('b')]);
  expect(first.status).toBe('rejected');
  expect(second).toEqual({ status: 'fulfilled', value: 2 });
});
