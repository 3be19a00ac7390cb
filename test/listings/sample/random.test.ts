import { expect, test } from 'vitest';
import { createRandom, hashOf } from '../../../src/listings/sample/random.ts';

const draws = (seed: number, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.uniform());
};

test('a seed gives the same numbers for ever', () => {
  expect(draws(1, 3).map((value) => value.toFixed(9))).toEqual(['0.627073941', '0.002735721', '0.527447040']);
  expect(hashOf(1, 'Irvine', 20_454)).not.toBe(hashOf(1, 'Irvine', 20_455));
});

test('uniform, normal and count have their means and spreads', () => {
  const random = createRandom(7);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const many = <T>(draw: () => T) => Array.from({ length: 20_000 }, draw);
  expect(mean(many(random.uniform))).toBeCloseTo(0.5, 1);
  const normal = many(random.normal);
  expect(mean(normal)).toBeCloseTo(0, 1);
  expect(mean(normal.map((value) => value ** 2))).toBeCloseTo(1, 1);
  expect(mean(many(() => random.count(6)))).toBeCloseTo(6, 0);
});
