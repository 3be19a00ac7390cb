import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeOf } from '../../src/market/change.ts';
import type { Figure, Unit } from '../../src/market/figure.ts';

const figure = (value: number | null, unit: Unit = 'usd', n = 30): Figure => {
  return { value, unit, population: 'closed sales', n, excluded: {} };
};

test.each([
  ['usd', 420_000, 400_000, 'relative', 0.05],
  ['count', 90, 120, 'relative', -0.25],
  ['usd_per_sqft', 330, 300, 'relative', 0.1],
  ['ratio', 0.99, 0.975, 'difference', 0.015],
  ['share', 0.2, 0.3, 'difference', -0.1],
  ['months', 2.5, 2, 'difference', 0.5],
  ['days', 20, 32, 'difference', -12],
  ['share', 0.38, 0, 'difference', 0.38],
  ['share', 0, 0, 'difference', 0],
  ['days', 12, 0, 'difference', 12],
] as const)('%s from %d to %d is %s', (unit, now, then, kind, value) => {
  const change = changeOf(figure(now, unit), figure(then, unit));
  expect(change).toMatchObject({ kind, previous: then, previousN: 30, sign: Math.sign(value) });
  expect(change?.value).toBeCloseTo(value, 12);
});

test('nothing moved is a change of zero, to zero is one of a hundred percent', () => {
  expect(changeOf(figure(5, 'count', 5), figure(5, 'count', 5))).toMatchObject({ value: 0, sign: 0 });
  expect(changeOf(figure(0, 'days', 8), figure(9, 'days', 8))).toMatchObject({ value: -9, sign: -1 });
});

test.each([
  ['now unknown', figure(null), figure(1)],
  ['then unknown', figure(1), figure(null)],
  ['then zero', figure(1), figure(0)],
  ['then zero sales', figure(9, 'count'), figure(0, 'count')],
  ['four homes now', figure(2, 'usd', 4), figure(1, 'usd', 500)],
  ['four homes then', figure(2, 'usd', 500), figure(1, 'usd', 4)],
  ['from four sales to nine', figure(9, 'count', 9), figure(4, 'count', 4)],
])('%s: no change is told', (_, now, then) => {
  expect(changeOf(now, then)).toBeNull();
});

test('the smallest sample is the caller’s to set', () => {
  expect(changeOf(figure(2, 'usd', 4), figure(1, 'usd', 4), { noChange: 4 })).not.toBeNull();
});

test('the sign says the direction, and back again is the opposite', () => {
  const values = fc.double({ min: 0.01, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(values, values, fc.constantFrom<Unit>('usd', 'days'), (a, b, unit) => {
      const [there, back] = [changeOf(figure(a, unit), figure(b, unit)), changeOf(figure(b, unit), figure(a, unit))];
      expect(there?.sign).toBe(Math.sign(a - b));
      expect((there?.sign ?? 0) + (back?.sign ?? 0)).toBe(0);
    }),
  );
});
