import type { RunningProgram } from './program.ts';
import type { Gate, Step, Verdict } from './tcp-proxy.ts';

/** One moment of a process's work, at which something happens to it. */
export interface KillPoint {
  gate: Gate;
  /** The step at which it happened; undefined when the process never came so far. */
  reached: Step | undefined;
  /** Resolves when it is reached. */
  fired: Promise<Step>;
}

/** Lets everything pass up to the `n`-th step (from 1) that `matches`, and there does `act`, once. */
export function killPoint(
  n: number,
  matches: (step: Step) => boolean,
  act: () => Verdict | Promise<Verdict>,
): KillPoint {
  let seen = 0;
  let fire: (step: Step) => void = () => {};
  const fired = new Promise<Step>((resolve) => {
    fire = resolve;
  });
  const point: KillPoint = {
    reached: undefined,
    fired,
    gate: (step) => {
      if (!matches(step)) return 'pass';
      seen += 1;
      if (seen !== n) return 'pass';
      point.reached = step;
      fire(step);
      return act();
    },
  };
  return point;
}

/** SIGKILL, and gone when it resolves. */
export async function kill({ child, ended }: RunningProgram): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}
