import { HOSTS } from '../plan/script.ts';
import { isIdle } from './archive.ts';
import type { Stage } from './chaos.ts';

const MINUTE_MS = 60_000;
/** Deferred recipients wait up to four hours, leases one, retries half an hour; this many steps are two days. */
const STEP_MS = 15 * MINUTE_MS;
const MOST_STEPS = 200;

/**
 * With all faults put off and time at its ordinary pace, ticks until nothing is left to do; each step is a quarter of
 * an hour later than the one before. Returns when that was, or when patience ended.
 */
export async function drain({ services, hosts, keeper, time }: Stage): Promise<number> {
  services.feed.faults.length = 0;
  time.jump(0, 1);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await hosts.tick(HOSTS[step % HOSTS.length] ?? 'alpha');
    await keeper.look();
    const now = time.now();
    if (await isIdle(services.pool, now)) return now;
    time.jump(STEP_MS);
  }
  return time.now();
}
