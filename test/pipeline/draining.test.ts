import { expect, test } from 'vitest';
import { Draining } from '../../src/pipeline/draining.ts';

test('after a rescue nothing is claimed until nothing is held, also when a claim was under way (R1)', () => {
  const draining = new Draining();
  expect(draining.mayClaim(3)).toBe(true);
  draining.begin();
  // The claim of before comes back with runs.
  expect(draining.mayClaim(5)).toBe(false);
  expect(draining.mayClaim(1)).toBe(false);
  expect(draining.mayClaim(0)).toBe(true);
  expect(draining.mayClaim(4)).toBe(true);
});
