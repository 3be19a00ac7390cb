import type { Settings } from '../core/settings.ts';
import { openPool } from '../db/pool.ts';
import { runSettings } from '../pipeline/run-settings.ts';
import { tick } from '../pipeline/tick.ts';
import type { TickSummary } from '../pipeline/tick-summary.ts';
import type { App } from './app.ts';
import type { Database } from './database.ts';
import { assertClockAgrees } from './database-checks.ts';
import type { ReportStepOptions } from './report-step.ts';
import { feedIdOf } from './vendor-account.ts';

export interface RunTickOptions extends ReportStepOptions {
  /** 'default', a qa session's own (`qa:…`), or that of one run by hand (`manual:…`). */
  queue: string;
  /** Lets a run that somebody waits for pass the host's and the account's caps. */
  uncapped?: boolean;
  /** Goes on while it holds work, dispatching each minute. */
  untilIdle?: boolean;
  /** Ends it earlier than the process's own signal would. */
  stop?: AbortSignal;
}

const UNCAPPED = 1_000;

/** A beat that gets no answer must not cost the ones after it; on a busy host one may take a second. */
const beatTimeoutMs = ({ leaseSeconds }: Settings): number => Math.max(1_000, leaseSeconds * 250);

/** How long notices may keep a tick that has done its work. */
const NOTICES_MS = 30_000;

async function notifyOwners(app: App, { pool, clock }: Database): Promise<void> {
  const { sendNotices } = await import('../pipeline/notices/send-notices.ts');
  await sendNotices({
    pool,
    clock,
    log: app.log,
    mail: app.settings,
    openTransport: () => app.transport(clock),
    signal: AbortSignal.any([app.io.stop, AbortSignal.timeout(NOTICES_MS)]),
  });
}

/**
 * An old month of Houston is found and read in 35 requests, one after the other. Under systemd no other tick begins
 * before this one has ended.
 */
const BACKFILL_MS = 45_000;
/** Reports come first: what the past costs must leave them the vendor's day. */
const BACKFILL_DAY_SHARE = 0.5;

async function readSomePast(app: App, { pool, clock }: Database): Promise<void> {
  const { backfillStep } = await import('../history/backfill.ts');
  const step = await backfillStep(
    { db: pool, feed: await app.feed(clock, BACKFILL_DAY_SHARE), feedId: feedIdOf(app.vendorAccount()) },
    {
      now: clock.now(),
      signal: AbortSignal.any([app.io.stop, AbortSignal.timeout(BACKFILL_MS)]),
      deadline: performance.now() + BACKFILL_MS,
    },
  );
  if (step) app.log.info(step, "a market's past was read");
}

/** One tick with everything that the settings say. */
export async function runTick(app: App, options: RunTickOptions): Promise<TickSummary> {
  const session = options.queue.startsWith('qa:');
  app.assertCanReport(session);
  // A qa session's schedules belong to an internal account.
  if (!session) app.assertRealListings();
  const database = await app.database();
  assertClockAgrees(database);
  return tick({
    ...runSettings(app.settings),
    ...(options.uncapped ? { concurrency: UNCAPPED, accountConcurrency: UNCAPPED } : {}),
    pool: database.pool,
    openHeartbeatPool: () => openPool(database.url, { max: 1, answerTimeoutMs: beatTimeoutMs(app.settings) }),
    clock: database.clock,
    log: app.log,
    queue: options.queue,
    untilIdle: options.untilIdle ?? false,
    stop: options.stop ?? app.io.stop,
    prepare: async () => {
      await app.warnOfStrangeSettings();
      const { reportStep } = await import('./report-step.ts');
      return reportStep(app, options);
    },
    notify: () => notifyOwners(app, database),
    backfill: () => readSomePast(app, database),
    random: Math.random,
    residentBytes: () => process.memoryUsage.rss(),
  });
}
