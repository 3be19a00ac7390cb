import { settingDefinitions } from '../../src/core/settings.ts';

export interface SettingLine {
  name: string;
  fallback: string;
  secret: boolean;
  meaning: string;
}

/** Every setting in the program's own order; a default that each host computes is told in words. */
export function settingLines(): SettingLine[] {
  return Object.values(settingDefinitions).map(({ name, fallback, secret = false, meaning }) => ({
    name,
    fallback: typeof fallback === 'function' ? "the host's name" : (fallback ?? ''),
    secret,
    meaning,
  }));
}

export const EXIT_CODES: readonly (readonly [number, string])[] = [
  [0, 'done'],
  [1, 'some of the work failed'],
  [2, 'wrong usage'],
  [3, 'refused by the plan'],
  [69, 'database, Redis or vendor unavailable; the next minute tries again'],
  [78, 'configuration'],
];
