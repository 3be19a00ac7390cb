import { expect, test } from 'vitest';
import { met } from './print.ts';
import { alternate, median } from './statistics.ts';

test.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2.5],
])('the median of %j is %d', (values, middle) => {
  expect(median(values)).toBe(middle);
});

test('the median of nothing is an error, not a figure', () => {
  expect(() => median([])).toThrow(RangeError);
});

test('contestants take turns, the other way round every other time', async () => {
  const order: string[] = [];
  const contestant = (name: string) => async () => order.push(name);
  const values = await alternate({ a: contestant('a'), b: contestant('b') }, 3);
  expect(order).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
  expect(values).toEqual({ a: [1, 4, 5], b: [2, 3, 6] });
});

test('a target is met from its bound on', () => {
  expect(met({ name: 'r', value: 7, atLeast: 7 })).toBe(true);
  expect(met({ name: 'r', value: 6.9, atLeast: 7 })).toBe(false);
  expect(met({ name: 'r', value: 2.6, atMost: 2.5 })).toBe(false);
});
