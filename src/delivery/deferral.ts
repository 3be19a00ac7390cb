// Greylisting servers let the same sender through after 5 minutes, some after an hour; a full mailbox takes longer.
const DELAYS_MINUTES = [5, 15, 60, 240] as const;

/**
 * When to offer a message again that the server refused for now (4xx), or undefined when it had its five chances.
 * @param refusals how often this recipient was refused before, 0 for the first time.
 */
export function nextAttemptAt(refusals: number, now: Date): Date | undefined {
  const minutes = DELAYS_MINUTES[refusals];
  return minutes === undefined ? undefined : new Date(now.getTime() + minutes * 60_000);
}
