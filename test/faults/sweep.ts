import type { Step } from '../support/tcp-proxy.ts';
import { type Bench, openBench } from './bench.ts';

/** Does what is under test at one moment; resolves to the step of that moment, or to undefined when it did not come. */
export type Round<T> = (bench: Bench, moment: T) => Promise<Step | undefined>;

/** Two processors are what the tests may count on. */
const LANES = 2;

/**
 * Plays `round` for the first step, the second and so on until one is not reached. What step has which number may
 * differ from round to round, where work goes on side by side.
 * @returns the steps that were reached
 */
export async function sweepNumbers(round: Round<number>, { stride = 1 } = {}): Promise<Step[]> {
  let [next, more] = [1, true];
  const take = () => {
    const n = next;
    next += stride;
    return more ? n : undefined;
  };
  return playAll(take, async (bench, n) => {
    const step = await round(bench, n);
    if (step === undefined) more = false;
    return step;
  });
}

/** Plays `round` for each of the moments. */
export function sweepMoments<T>(moments: readonly T[], round: Round<T>): Promise<Step[]> {
  const waiting = [...moments];
  return playAll(() => waiting.shift(), round);
}

/** Rounds side by side, each lane on its own bench; the first that fails keeps the others from beginning another. */
async function playAll<T>(take: () => T | undefined, round: Round<T>): Promise<Step[]> {
  const steps: Step[] = [];
  let failed = false;
  const lane = async () => {
    const bench = await openBench();
    try {
      for (let moment = take(); moment !== undefined && !failed; moment = take()) {
        const step = await round(bench, moment);
        if (step) steps.push(step);
        bench.setGate(() => 'pass');
        await bench.reset();
      }
    } catch (error) {
      failed = true;
      throw error;
    } finally {
      await bench.close();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return steps;
}

/** Says at which step an expectation failed. */
export async function atStep(step: Step, expectations: () => Promise<void>): Promise<void> {
  try {
    await expectations();
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`${step.side} "${step.text.slice(0, 90)}": ${what}`, { cause: error });
  }
}
