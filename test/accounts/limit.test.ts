import { expect, test } from 'vitest';
import { decide, effectiveLimit } from '../../src/accounts/limit.ts';

// (limit, used) → decision; the same function answers limit-check and words the tick's refusals.
test.each([
  [null, 0, 'allow'],
  [null, 1_000_000, 'allow'],
  [0, 0, 'block'],
  [1, 0, 'allow'],
  [1, 1, 'block'],
  [3, 2, 'allow'],
  [3, 3, 'block'],
  [3, 4, 'block'],
  [10, 7, 'allow'],
  [10, 8, 'warn'],
  [10, 9, 'warn'],
  [10, 10, 'block'],
  [10, 11, 'block'],
] as const)('limit %s with %i used: %s (L1)', (limit, used, decision) => {
  expect(decide({ limit, allowOverage: false }, used)).toBe(decision);
});

test.each([
  [10, 7, 'allow'],
  [10, 8, 'warn'],
  [10, 10, 'warn'],
  [10, 99, 'warn'],
  [0, 0, 'warn'],
] as const)('limit %s with %i used and overage: %s', (limit, used, decision) => {
  expect(decide({ limit, allowOverage: true }, used)).toBe(decision);
});

const plan = { planKnown: true, planLimit: 25, allowOverage: false, override: null };

test('the plan counts, unless the account has a limit of its own; zero is one (L5)', () => {
  expect(effectiveLimit(plan)).toMatchObject({ limit: 25, source: 'plan' });
  expect(effectiveLimit({ ...plan, planLimit: null })).toMatchObject({ limit: null, source: 'plan' });
  expect(effectiveLimit({ ...plan, override: 7 })).toMatchObject({ limit: 7, source: 'override' });
  expect(effectiveLimit({ ...plan, override: 0 })).toMatchObject({ limit: 0, source: 'override' });
});

test('an unknown plan gives nothing, whatever the override says (L6)', () => {
  expect(effectiveLimit({ ...plan, planKnown: false, planLimit: null, override: 9 })).toEqual({
    limit: 0,
    allowOverage: false,
    source: 'unknown_plan',
  });
});
