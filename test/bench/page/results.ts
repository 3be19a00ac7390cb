import type { BenchReport } from '../support/bench.ts';
import type { Machine } from '../support/machine.ts';

/** What one benchmark found, when and where. */
export interface Result extends BenchReport {
  summary: string;
  /** The day, such as 2026-06-10. */
  on: string;
  machine: Machine;
}

/** By the benchmark's name. One that is run alone renews its own and leaves the others. */
export type Results = Record<string, Result>;

const DIGITS = 5;

/** As a file that differs only where a figure does. */
export const resultsText = (results: Results): string =>
  `${JSON.stringify(results, (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value), 2)}\n`;
