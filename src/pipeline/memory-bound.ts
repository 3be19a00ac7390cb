import type { Log } from '../core/log.ts';

/**
 * Below MemoryHigh of deploy/systemd (768 MiB). The typesetter keeps 0.1 MB of each PDF, so that some thousand in one
 * process would end in a kill in the middle of deliveries, which leaves them `unknown`.
 */
export const MOST_RESIDENT = 600 * 2 ** 20;

/** False from the moment on when the process holds so much that another should go on; it says so once. */
export function memoryBound(residentBytes: () => number, log: Log): () => boolean {
  let full = false;
  return () => {
    if (full) return false;
    const resident = residentBytes();
    full = resident >= MOST_RESIDENT;
    if (full) log.warn({ resident }, 'much memory is in use: no more is claimed here, the next tick goes on');
    return !full;
  };
}
