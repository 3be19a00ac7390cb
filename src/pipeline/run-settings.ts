import type { Settings } from '../core/settings.ts';

/** What one account may have running at once, over all hosts: its share when others wait. */
const ACCOUNT_CONCURRENCY = 4;
/** After the first SIGTERM or SIGINT, work under way may go on for this long. */
const GRACE_MS = 20_000;

/** Cron's own pace, for a tick that goes on until it is idle. */
const REDISPATCH_MS = 60_000;

/** The settings of a tick in the units that the code computes with. */
export const runSettings = (settings: Settings) => ({
  host: settings.host,
  concurrency: settings.concurrency,
  accountConcurrency: ACCOUNT_CONCURRENCY,
  leaseMs: settings.leaseSeconds * 1000,
  maxAttempts: settings.maxAttempts,
  budgetMs: settings.tickBudgetSeconds * 1000,
  graceMs: GRACE_MS,
  redispatchMs: REDISPATCH_MS,
});
