import { expect, test } from 'vitest';
import { nextAttemptAt } from '../../src/delivery/deferral.ts';
import { NOW } from './fixtures.ts';

test('four more chances, after 5, 15, 60 and 240 minutes', () => {
  const minutes = [0, 1, 2, 3, 4].map((refusals) => {
    const at = nextAttemptAt(refusals, NOW);
    return at && (at.getTime() - NOW.getTime()) / 60_000;
  });
  expect(minutes).toEqual([5, 15, 60, 240, undefined]);
});
