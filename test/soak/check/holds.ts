import type { Evidence, Finding, Setting } from '../evidence.ts';
import { groupBy } from './group-by.ts';
import { iso } from './words.ts';

/** The database rounds to microseconds what is read in milliseconds. */
const ROUNDING_MS = 1;

/** While a hold is on, no run is claimed and no message is let go. */
export function checkHolds({ holds, steps }: Evidence): Finding[] {
  const certain = certainlyOn(holds);
  const wrong = steps.filter(({ at }) => certain.some(({ from, to }) => at > from + ROUNDING_MS && at < to));
  return [...groupBy(wrong, ({ what, id }) => `${what} of ${id}`)].map(([which, all]) => ({
    rule: 'nothing during a hold',
    what: `${which}, ${all.length} times, first at ${iso(Math.min(...all.map(({ at }) => at)))} of real time`,
  }));
}

/** From the answer to whoever put it on to the request of whoever took it off. */
function certainlyOn(holds: readonly Setting<boolean>[]): { from: number; to: number }[] {
  return holds.flatMap(({ value, to: from }, i) => {
    const off = holds.slice(i).find((later) => !later.value);
    return value ? [{ from, to: off?.from ?? Number.POSITIVE_INFINITY }] : [];
  });
}
