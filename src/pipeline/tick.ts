import { errorCode } from '../core/errors.ts';
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
  const left = options.budgetMs - (performance.now() - began);
  if (state.backfill && left > 0) {
    await afterwards(options, 'past of a market not read', () => options.backfill(left));
  }
  summary.durationMs = Math.round(performance.now() - began);
  return summary;
}

/** The reports are made and recorded: whatever this meets, later ticks try it again. */
async function afterwards({ log, stop }: TickOptions, failure: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (stop.aborted) return;
    log.warn({ code: errorCode(error), error: error instanceof Error ? error.message : error }, failure);
  }
}
