import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_RETRY, parseRetryAfter, retryDelay } from '../../src/listings/retry.ts';

test('waits double up to their bound, and end with the last attempt', () => {
  const longest = [1, 2, 3, 4, 5, 6].map((attempt) => retryDelay(DEFAULT_RETRY, attempt, null, 1));
  expect(longest).toEqual([500, 1_000, 2_000, 4_000, 8_000, null]);
});

test('a wait is drawn between half its bound and the bound', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
      const bound = 500 * 2 ** (attempt - 1);
      const wait = retryDelay(DEFAULT_RETRY, attempt, null, random) ?? -1;
      expect(wait).toBeGreaterThanOrEqual(bound / 2);
      expect(wait).toBeLessThanOrEqual(bound);
    }),
  );
});

test('the vendor may ask for more patience, but not for more than a minute', () => {
  expect(retryDelay(DEFAULT_RETRY, 1, 7_000, 0)).toBe(7_000);
  expect(retryDelay(DEFAULT_RETRY, 1, 0, 0)).toBe(250);
  expect(retryDelay(DEFAULT_RETRY, 1, 60_001, 0)).toBeNull();
});

test('Retry-After is seconds or a date', () => {
  const now = new Date('2026-03-10T18:00:00Z');
  expect(parseRetryAfter('3', now)).toBe(3_000);
  expect(parseRetryAfter('Tue, 10 Mar 2026 18:00:05 GMT', now)).toBe(5_000);
  expect(parseRetryAfter('Tue, 10 Mar 2026 17:00:00 GMT', now)).toBe(0);
  for (const bad of [null, '', 'soon']) expect(parseRetryAfter(bad, now)).toBeNull();
});
