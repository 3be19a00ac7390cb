/**
 * `work`, or a rejection once `ms` have passed or `signal` aborts; what `work` does later is ignored. An answer that
 * arrived while this process was busy counts: after the timer, pending input is read once more before judging.
 */
export function withinDeadline<T>(work: Promise<T>, ms: number, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => setImmediate(() => reject(new Error(`no answer within ${Math.round(ms)} ms`))), ms);
    const abort = () => reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    });
  });
}
