import { expect, test } from 'vitest';
import type { Figure } from '../../src/market/figure.ts';
import { DEFAULT_SAMPLE_THRESHOLDS, sampleSize } from '../../src/market/sample-size.ts';

const figure = (n: number, unit: Figure['unit'] = 'usd'): Figure => ({
  value: 1,
  unit,
  population: 'closed sales',
  n,
  excluded: {},
});

test.each([
  [0, 'too_small_for_change'],
  [4, 'too_small_for_change'],
  [5, 'very_small'],
  [9, 'very_small'],
  [10, 'small'],
  [29, 'small'],
  [30, 'sufficient'],
])('%i rows are %s', (n, size) => {
  expect(sampleSize(figure(n), DEFAULT_SAMPLE_THRESHOLDS)).toBe(size);
});

test('the thresholds are the caller’s to set', () => {
  expect(sampleSize(figure(3), { noChange: 1, warn: 2, small: 3 })).toBe('sufficient');
});

test('a count of three is exact', () => {
  expect(sampleSize(figure(3, 'count'), DEFAULT_SAMPLE_THRESHOLDS)).toBe('sufficient');
});
