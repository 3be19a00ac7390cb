/** First retry after about a minute, then four times as long each, at most half an hour. */
const FIRST_MS = 60_000;
const FACTOR = 4;
const MOST_MS = 30 * 60_000;

/**
 * How long to wait after failed attempt number `attempt` (from 1), in milliseconds: exponential, with the upper half
 * jittered so that runs that failed together do not come back together.
 * @param random a number in [0, 1)
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(MOST_MS, FIRST_MS * FACTOR ** (attempt - 1));
  return Math.round(full / 2 + (full / 2) * random);
}
