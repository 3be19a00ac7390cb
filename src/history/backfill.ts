import type { Queryable } from '../db/pool.ts';
import type { ListingFeed, SearchOptions } from '../listings/feed.ts';
import { VendorBusyError } from '../listings/vendor-busy-error.ts';
import { claimBackfill, endBackfill, putOffBackfill } from './backfill-queries.ts';
import { refreshMonths } from './refresh-months.ts';

/** Houston's 8,945 sales a month are 18 pages, 4 s of the vendor's whole limit: three of them leave room for reports. */
const MONTHS_A_STEP = 3;
/** Longer than a step may take: what a process that died had begun waits no longer than that. */
const HELD_MS = 2 * 60_000;
const AFTER_FAILURE_MS = 15 * 60_000;
/** The time was up, or the process stopped: nothing is wrong with the vendor. */
const AFTER_INTERRUPTION_MS = 60_000;

export interface BackfillDeps {
  readonly db: Queryable;
  readonly feed: Pick<ListingFeed, 'search'>;
  /** The vendor account's digest: the markets of another one are left to hosts that use it. */
  readonly feedId: string;
}

export interface BackfillStep {
  readonly places: readonly string[];
  /** Months read, and how many still wait. */
  readonly read: number;
  readonly waiting: number;
}

/**
 * One bounded step for the market that has waited longest, or null where none waits. What was read before a failure
 * stays; the next step comes a quarter of an hour later, when the vendor has room, or a minute after `signal` ended it. Passes on the feed's error.
 */
export async function backfillStep(
  { db, feed, feedId }: BackfillDeps,
  { now, ...options }: SearchOptions & { readonly now: Date },
): Promise<BackfillStep | null> {
  const after = (ms: number) => new Date(now.getTime() + ms);
  const scope = await claimBackfill(db, feedId, { now, until: after(HELD_MS) });
  if (!scope) return null;
  try {
    const step = await refreshMonths({ db, feed }, scope, { now, most: MONTHS_A_STEP, ...options });
    if (step.waiting === 0) await endBackfill(db, scope);
    else await putOffBackfill(db, scope, now);
    return { places: [...scope.area.cities, ...scope.area.postalCodes], ...step };
  } catch (error) {
    const waitMs = options.signal.aborted ? AFTER_INTERRUPTION_MS : AFTER_FAILURE_MS;
    await putOffBackfill(db, scope, error instanceof VendorBusyError ? error.availableAt : after(waitMs));
    throw error;
  }
}
