import { expect, test } from 'vitest';
import { Memo } from '../../src/cache/memo.ts';

interface Value {
  size: number;
  cut?: boolean;
}

function memoOf({ maxWeight = 10, maxAgeMs = 100 } = {}) {
  const clock = { ms: 0 };
  const made: string[] = [];
  const memo = new Memo<Value>({
    now: () => clock.ms,
    maxAgeMs,
    maxWeight,
    weigh: ({ size }) => size,
    storable: ({ cut }) => !cut,
  });
  const get = (key: string, value: Value = { size: 1 }, signal?: AbortSignal) =>
    memo.get(
      key,
      async () => {
        made.push(key);
        return value;
      },
      signal,
    );
  return { memo, get, made, clock };
}

test('makes a value once, for callers at the same time and later, until it is too old', async () => {
  const { get, made, clock } = memoOf();
  const values = await Promise.all([get('a'), get('a'), get('b')]);
  expect(values[0]).toBe(values[1]);
  clock.ms = 99;
  expect(await get('a')).toBe(values[0]);
  expect(made).toEqual(['a', 'b']);
  clock.ms = 100;
  await get('a');
  expect(made).toEqual(['a', 'b', 'a']);
});

test('ages from when the making began: what was read then is as old as that', async () => {
  const { memo, get, made, clock } = memoOf();
  await memo.get('a', async () => {
    clock.ms = 60;
    return { size: 1 };
  });
  clock.ms = 101;
  await get('a');
  expect(made).toEqual(['a']);
});

test('keeps no failure, and nothing that is not storable', async () => {
  const { memo, get, made } = memoOf();
  const failing = () => Promise.reject(new Error('vendor down'));
  await expect(memo.get('a', failing)).rejects.toThrow('vendor down');
  await get('a', { size: 1, cut: true });
  await get('a');
  expect(made).toEqual(['a', 'a']);
});

test('forgets the least recently used beyond its weight', async () => {
  const { get, made } = memoOf({ maxWeight: 10 });
  await get('a', { size: 4 });
  await get('b', { size: 4 });
  await get('a');
  await get('c', { size: 4 });
  await get('a');
  await get('c');
  expect(made).toEqual(['a', 'b', 'c']);
  await get('b', { size: 4 });
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

test('what weighs more than all together is handed out and not kept, and pushes nothing out', async () => {
  const { get, made } = memoOf({ maxWeight: 10 });
  await get('a', { size: 10 });
  expect(await get('huge', { size: 11 })).toEqual({ size: 11 });
  await get('huge', { size: 11 });
  await get('a');
  expect(made).toEqual(['a', 'huge', 'huge']);
});

test('a caller who was stopped gets no value', async () => {
  const { get } = memoOf();
  await get('a');
  await expect(get('a', undefined, AbortSignal.abort(new Error('deadline')))).rejects.toThrow('deadline');
});

test('the making of one who was stopped is taken over by another who waits', async () => {
  const { memo, get, made } = memoOf();
  const stop = new AbortController();
  const stopped = memo.get(
    'a',
    () => new Promise((_, reject) => stop.signal.addEventListener('abort', () => reject(stop.signal.reason))),
    stop.signal,
  );
  const waiting = get('a', { size: 2 });
  stop.abort(new Error('deadline'));
  await expect(stopped).rejects.toThrow('deadline');
  expect(await waiting).toEqual({ size: 2 });
  expect(made).toEqual(['a']);
});
