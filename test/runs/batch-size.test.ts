import { expect, test } from 'vitest';
import { BatchSize } from '../../src/runs/batch-size.ts';

test('slow work is claimed as it ends, up to the concurrency', () => {
  const size = new BatchSize(8);
  expect(size.want(0)).toBe(8);
  expect(size.refillAt).toBe(7);
  expect(size.want(5)).toBe(3);
});

test('fast work doubles what is held, and claims one half while the other is written', () => {
  const size = new BatchSize(8);
  for (let batch = 0; batch < 10; batch++) size.record(10);
  expect(size.current).toBe(500);
  expect(size.want(0)).toBe(250);
  expect(size.refillAt).toBe(250);
  expect(size.want(250)).toBe(250);
});

test('slow batches shrink it again, never below the concurrency', () => {
  const size = new BatchSize(8);
  for (let batch = 0; batch < 10; batch++) size.record(10);
  size.record(2_000);
  expect(size.current).toBe(250);
  for (let batch = 0; batch < 10; batch++) size.record(2_000);
  expect(size.current).toBe(8);
});

test('what is neither fast nor slow leaves it as it is', () => {
  const size = new BatchSize(8);
  size.record(500);
  expect(size.current).toBe(8);
});
