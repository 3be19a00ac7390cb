import { expect, test } from 'vitest';
import { retryAfterMs } from '../../../src/insights/openai/retry-after.ts';

const now = new Date('2025-06-02T14:00:00Z');

test.each([
  [{ 'retry-after': '7' }, 7_000],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': 'Mon, 02 Jun 2025 14:00:05 GMT' }, 5_000],
  [{ 'retry-after': 'Mon, 02 Jun 2025 13:00:00 GMT' }, 0],
  [{ 'retry-after-ms': '120', 'retry-after': '7' }, 120],
  [{ 'retry-after': 'later' }, null],
  [{ 'retry-after': '-7' }, null],
  [{}, null],
])('%o', (headers, expected) => {
  expect(retryAfterMs(new Headers(headers), now)).toBe(expected);
});
