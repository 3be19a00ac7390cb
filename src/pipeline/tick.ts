import { noteTick } from './queries.ts';
import type { TickOptions } from './tick-options.ts';
import { emptySummary, type TickSummary } from './tick-summary.ts';

/** Dispatches what is due and works off what is ready; returns at once when there is neither. */
export async function tick(options: TickOptions): Promise<TickSummary> {
  const summary = emptySummary();
  const began = performance.now();
  const { pool, host, queue, clock } = options;
  const state = await noteTick(pool, { host, queue, now: clock.now() });
  if (state.due || state.ready || state.lost) {
    // An idle tick does not load what work needs.
    const { workOff } = await import('./work-off.ts');
    await workOff(options, state, summary, began);
  }
  summary.durationMs = Math.round(performance.now() - began);
  return summary;
}
