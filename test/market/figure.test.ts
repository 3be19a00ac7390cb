import { expect, test } from 'vitest';
import { addExclusions } from '../../src/market/figure.ts';

test('exclusions add up by reason and leave their parts alone', () => {
  const a = { rental: 2, no_price: 1 };
  expect(addExclusions(a, { rental: 3 }, {})).toEqual({ rental: 5, no_price: 1 });
  expect(a).toEqual({ rental: 2, no_price: 1 });
});
