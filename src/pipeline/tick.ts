import { afterwards } from './afterwards.ts';
import { noteTick } from './queries.ts';
import type { TickOptions } from './tick-options.ts';
import { emptySummary, type TickSummary } from './tick-summary.ts';

/** Dispatches what is due and works off what is ready; returns at once when there is neither. */
export async function tick(options: TickOptions): Promise<TickSummary> {
  const summary = emptySummary();
  const began = performance.now();
  const { pool, host, queue, clock } = options;
  const state = await noteTick(pool, { host, queue, now: clock.now() });
  const work = state.due || state.ready || state.lost;
  if (work) {
    // An idle tick does not load what work needs.
    const { workOff } = await import('./work-off.ts');
    await workOff(options, state, summary, began);
  }
  // Pauses and spent limits of this very work are told at once. A session of its own tells nobody.
  if (queue === 'default' && (work || state.notices)) await afterwards(options, 'notices not sent', options.notify);
  if (state.backfill && !options.stop.aborted) {
    await afterwards(options, 'past of a market not read', options.backfill);
  }
  summary.durationMs = Math.round(performance.now() - began);
  return summary;
}
