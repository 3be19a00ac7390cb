import { test } from 'vitest';
import { type Bench, openBench } from './bench.ts';

/** A test with a bench of its own, closed with all that it started whatever the test ends in. */
export const benchTest = test.extend<{ bench: Bench }>({
  bench: async ({ task: _task }, use) => {
    const bench = await openBench();
    await use(bench);
    await bench.close();
  },
});
