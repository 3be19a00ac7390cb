import type { Step } from '../support/tcp-proxy.ts';
import { type Bench, openBench } from './bench.ts';

/** Does what is under test at the `n`-th step; resolves to that step, or to undefined when there are fewer. */
export type Round = (bench: Bench, n: number) => Promise<Step | undefined>;

/** Two processors are what the tests may count on. */
const LANES = 2;

/**
 * Plays `round` for the first step, the second and so on until one is not reached, on two benches side by side.
 * @returns the steps, for a test to check that its sweep met what it is about
 */
export async function sweep(round: Round, { stride = 1 } = {}): Promise<Step[]> {
  const steps: Step[] = [];
  let next = 1;
  let more = true;
  const lane = async () => {
    const bench = await openBench();
    try {
      while (more) {
        const n = next;
        next += stride;
        const step = await round(bench, n);
        if (step) steps.push(step);
        else more = false;
        bench.setGate(() => 'pass');
        await bench.reset();
      }
    } finally {
      more = false;
      await bench.close();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return steps;
}

/** Says at which step an expectation failed. */
export async function atStep(n: number, step: Step, expectations: () => Promise<void>): Promise<void> {
  try {
    await expectations();
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`step ${n}, ${step.side} "${step.text.slice(0, 90)}": ${what}`, { cause: error });
  }
}
