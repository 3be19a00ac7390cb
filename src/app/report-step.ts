import { createReportStep } from '../pipeline/report-step.ts';
import type { RunStep } from '../runs/worker.ts';
import type { App } from './app.ts';
import { historyOf, storedHistory } from './market-history.ts';
import { openNarrator } from './services.ts';
import { sharedDrafts } from './shared-drafts.ts';

export interface ReportStepOptions {
  queue: string;
  /** Told of each file that the outbox wrote. */
  onFiles?: (files: readonly string[]) => void;
}

/** The step that makes and delivers a report with the app's services. */
export async function reportStep(app: App, options: ReportStepOptions): Promise<RunStep> {
  const { pool, clock } = await app.database();
  // A Redis that is asked for and does not answer ends the process here, before anything is claimed.
  const cache = await app.cache();
  const feed = await app.feed(clock);
  return createReportStep({
    pool,
    clock,
    feed,
    share: sharedDrafts(cache, app.vendorAccount()),
    history: historyOf(feed, storedHistory(pool, clock, app.vendorAccount())),
    narrate: await openNarrator(app),
    transport: await app.transport(clock),
    mail: app.settings,
    testSend: options.queue.startsWith('qa:'),
    runTimeoutMs: app.settings.runTimeoutSeconds * 1000,
    maxAttempts: app.settings.maxAttempts,
    ...(options.onFiles ? { onFiles: options.onFiles } : {}),
  });
}
