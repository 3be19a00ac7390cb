import { errorCode } from '../core/errors.ts';
import type { Log } from '../core/log.ts';

/** Longer than this a monitor may not hold a tick's end back. */
const TIMEOUT_MS = 2_000;

export interface Monitor {
  /** Tells how the tick ended; resolves within two seconds, whatever the monitor does. */
  end(ok: boolean): Promise<void>;
}

/** Of a tick that nobody watches. */
export const NO_MONITOR: Monitor = { end: async () => {} };

/**
 * Tells a monitoring service that a tick begins, without waiting for it. A monitor that is slow or away costs a line
 * in the log, never a report. Bodies of answers are not read.
 */
export function startMonitor(url: string, log: Log): Monitor {
  const begun = new AbortController();
  const starting = ping(pathBelow(url, 'start'), begun.signal, log);
  return {
    async end(ok) {
      // One that is still on its way would tell of the start after the end.
      begun.abort();
      await starting;
      await ping(ok ? url : pathBelow(url, 'fail'), AbortSignal.timeout(TIMEOUT_MS), log);
    },
  };
}

function pathBelow(url: string, word: string): string {
  const below = new URL(url);
  below.pathname = `${below.pathname.replace(/\/+$/, '')}/${word}`;
  return below.href;
}

async function ping(url: string, signal: AbortSignal, log: Log): Promise<void> {
  try {
    const response = await fetch(url, { signal });
    await response.body?.cancel();
    if (!response.ok) log.warn({ status: response.status }, 'the monitor of MONITOR_URL refused a ping');
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return;
    const code = error instanceof Error ? (errorCode(error.cause) ?? error.name) : undefined;
    log.warn({ code }, 'the monitor of MONITOR_URL does not answer');
  }
}
