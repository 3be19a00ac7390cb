import { resolve } from 'node:path';
import { errorCode } from '../core/errors.ts';
import type { TickSummary } from '../pipeline/tick-summary.ts';
import type { App } from './app.ts';

/**
 * Runs a tick under the eyes of MONITOR_URL and METRICS_FILE, where they are set. Neither can fail it, nor hold up its
 * work.
 */
export async function watchedTick(app: App, work: () => Promise<TickSummary>): Promise<TickSummary> {
  const { monitorUrl, metricsFile } = app.settings;
  const { startMonitor, NO_MONITOR } = await import('../ops/monitor.ts');
  const monitor = monitorUrl === undefined ? NO_MONITOR : startMonitor(monitorUrl, app.log);
  let ok = false;
  try {
    const summary = await work();
    ok = summary.failed + summary.partial === 0;
    if (metricsFile !== undefined) await writeMetrics(app, resolve(app.io.cwd, metricsFile), summary);
    return summary;
  } finally {
    await monitor.end(ok);
  }
}

async function writeMetrics(app: App, path: string, summary: TickSummary): Promise<void> {
  try {
    const [{ pool, clock }, { metricsText }, { writeAtomically }] = await Promise.all([
      app.database(),
      import('../ops/metrics.ts'),
      import('../core/write-atomically.ts'),
    ]);
    await writeAtomically(path, await metricsText(pool, clock.now(), summary));
  } catch (error) {
    app.log.warn({ code: errorCode(error) }, 'the metrics could not be written to METRICS_FILE');
  }
}
