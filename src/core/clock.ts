/** Business time. Tests hand in their own; production code has no hook to change it. */
/** A host whose clock is further from the database's than this must not decide what is due. */
export const MAX_SKEW_MS = 60_000;

export interface Clock {
  now(): Date;
}

/** The host's own time, for commands that talk to no database. */
export const hostClock: Clock = { now: () => new Date() };

/**
 * A clock that agrees with `reference` (the database's time when we connected) and advances by this process's
 * monotonic clock, so that hosts whose clocks differ, or are set while we run, agree.
 */
export function monotonicClock(reference: Date, measuredAt: number = performance.now()): Clock {
  const origin = reference.getTime() - measuredAt;
  return { now: () => new Date(origin + performance.now()) };
}
