import { openPool } from '../db/pool.ts';
import type { Transport } from '../delivery/transport.ts';
import { builtInNarrator } from '../insights/built-in-narrator.ts';
import { createReportStep } from '../pipeline/report-step.ts';
import { runSettings } from '../pipeline/run-settings.ts';
import { tick } from '../pipeline/tick.ts';
import type { TickSummary } from '../pipeline/tick-summary.ts';
import type { RunStep } from '../runs/worker.ts';
import type { App } from './app.ts';
import { assertClockAgrees } from './database.ts';

export interface RunTickOptions {
  /** 'default', a qa session's own (`qa:…`), or that of one run by hand (`manual:…`). */
  queue: string;
  /** Lets a run that somebody waits for pass the host's and the account's caps. */
  uncapped?: boolean;
  /** Replaces the configured transport, for sessions that must not write where customers' mail goes. */
  transport?: Transport;
  onFiles?: (files: readonly string[]) => void;
}

const UNCAPPED = 1_000;

/** One tick with everything that the settings say. */
export async function runTick(app: App, options: RunTickOptions): Promise<TickSummary> {
  const database = await app.database();
  assertClockAgrees(database);
  const heartbeatPool = openPool(database.url, { max: 1 });
  try {
    return await tick({
      ...runSettings(app.settings),
      ...(options.uncapped ? { concurrency: UNCAPPED, accountConcurrency: UNCAPPED } : {}),
      pool: database.pool,
      heartbeatPool,
      clock: database.clock,
      log: app.log,
      queue: options.queue,
      stop: app.io.stop,
      prepare: () => reportStep(app, options),
      random: Math.random,
    });
  } finally {
    await heartbeatPool.end();
  }
}

/** The step that makes and delivers a report with the app's services. */
export async function reportStep(app: App, options: RunTickOptions): Promise<RunStep> {
  const { pool, clock } = await app.database();
  // A Redis that is asked for and does not answer ends the process here, before anything is claimed.
  await app.cache();
  return createReportStep({
    pool,
    clock,
    feed: await app.feed(clock),
    narrate: builtInNarrator,
    transport: options.transport ?? app.transport(clock),
    mail: app.settings,
    testSend: options.queue.startsWith('qa:'),
    runTimeoutMs: app.settings.runTimeoutSeconds * 1000,
    maxAttempts: app.settings.maxAttempts,
    ...(options.onFiles ? { onFiles: options.onFiles } : {}),
  });
}
