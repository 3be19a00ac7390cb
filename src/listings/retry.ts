export interface RetryPolicy {
  /** Requests in all for one page, the first included. */
  readonly attempts: number;
  /** Upper bound of the first wait; each further one doubles it. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
}

/**
 * Waits of at most 0.5, 1, 2, 4 and 8 s: 15 s of patience, within a run's 300 s with room for several pages. A longer
 * outage is the run's own retry's business.
 */
export const DEFAULT_RETRY: RetryPolicy = { attempts: 6, baseDelayMs: 500, maxDelayMs: 8_000 };

// A vendor that asks for a longer pause than this gets it from the run's retry, not from a run that sits and waits.
const LONGEST_RETRY_AFTER_MS = 60_000;

/**
 * Milliseconds to wait before attempt `attempt + 1` (attempts count from 1): exponential, its upper half drawn by lot
 * (`random` in [0, 1)) so that hosts that failed together do not come back together, and never less than the vendor
 * asked for. Null = give up.
 */
export function retryDelay(
  policy: RetryPolicy,
  attempt: number,
  retryAfterMs: number | null,
  random: number,
): number | null {
  if (attempt >= policy.attempts) return null;
  if (retryAfterMs !== null && retryAfterMs > LONGEST_RETRY_AFTER_MS) return null;
  const bound = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  return Math.max(bound / 2 + (bound / 2) * random, retryAfterMs ?? 0);
}

/** A Retry-After header, in seconds or as a date, in milliseconds from `now`; null when absent or unreadable. */
export function parseRetryAfter(header: string | null, now: Date): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim()) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
