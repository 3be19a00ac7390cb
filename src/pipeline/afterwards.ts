import { errorCode } from '../core/errors.ts';
import type { TickOptions } from './tick-options.ts';

/** What comes after the reports, which are made and recorded: whatever it meets, later ticks try it again. */
export async function afterwards(
  { log, stop }: Pick<TickOptions, 'log' | 'stop'>,
  failure: string,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (stop.aborted) return;
    log.warn({ code: errorCode(error), error: error instanceof Error ? error.message : error }, failure);
  }
}
