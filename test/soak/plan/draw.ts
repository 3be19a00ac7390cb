import type { Random } from '../../../src/listings/sample/random.ts';

/** A whole number in [low, high]. */
export const whole = ({ uniform }: Random, low: number, high: number): number =>
  low + Math.floor(uniform() * (high - low + 1));

export const chance = ({ uniform }: Random, share: number): boolean => uniform() < share;

/** `count` of the values, each once. */
export function some<T>(random: Random, values: readonly T[], count: number): T[] {
  const left = [...values];
  return Array.from({ length: Math.min(count, left.length) }, () =>
    left.splice(Math.floor(random.uniform() * left.length), 1),
  ).flat();
}
