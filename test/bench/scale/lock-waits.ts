import type { Pool } from '../../../src/db/pool.ts';

const EVERY_MS = 50;

/** Looks at what the database's connections are doing while `work` goes on. @returns the share of busy ones that waited for a lock */
export async function shareOfLockWaits<T>(
  pool: Pool,
  work: () => Promise<T>,
): Promise<{ result: T; lockWaits: number }> {
  const seen = { busy: 0, waiting: 0 };
  const look = async () => {
    const { rows } = await pool.query<{ busy: number; waiting: number }>(
      `select count(*) as busy, count(*) filter (where wait_event_type = 'Lock') as waiting from pg_stat_activity
       where datname = current_database() and state = 'active' and pid <> pg_backend_pid()`,
    );
    seen.busy += rows[0]?.busy ?? 0;
    seen.waiting += rows[0]?.waiting ?? 0;
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, EVERY_MS);
  try {
    const result = await work();
    await looking;
    return { result, lockWaits: seen.waiting / Math.max(1, seen.busy) };
  } finally {
    clearInterval(timer);
  }
}
