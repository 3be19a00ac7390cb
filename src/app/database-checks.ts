import { configError } from '../core/errors.ts';
import type { Settings } from '../core/settings.ts';
import type { Pool, Queryable } from '../db/pool.ts';

/** The slowest statement of a tick takes milliseconds; a server that says nothing for this long is not there. */
const ANSWER_TIMEOUT_MS = 30_000;

/** A host whose clock is further from the database's than this must not decide what is due. */
const MAX_SKEW_MS = 60_000;

/** How long a statement may go unanswered, in milliseconds: never beyond a lease. */
export const answerTimeoutMs = ({ leaseSeconds }: Pick<Settings, 'leaseSeconds'>): number =>
  Math.min(ANSWER_TIMEOUT_MS, leaseSeconds * 1000);

export interface DatabaseTime {
  databaseTime: Date;
  /** Database time minus host time, in milliseconds. */
  skewMs: number;
}

/** @throws ReportctlError (exit 78) when host and database disagree by more than 60 s */
export function assertClockAgrees({ skewMs }: Pick<DatabaseTime, 'skewMs'>): void {
  if (Math.abs(skewMs) <= MAX_SKEW_MS) return;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  throw configError(
    `This host's clock is ${seconds} s ${skewMs > 0 ? 'behind' : 'ahead of'} the database's. Set it by NTP before running reports.`,
    'clock_skew',
  );
}

/** Asks the database for its time, by which all hosts go. */
export async function readDatabaseTime(pool: Pool): Promise<DatabaseTime> {
  await pool.query('select 1'); // the connection's own round trips must not count as skew
  return askDatabaseTime(pool);
}

/** The same of a connection that stands. */
export async function askDatabaseTime(db: Queryable): Promise<DatabaseTime> {
  const before = Date.now();
  const { rows } = await db.query<{ now: Date }>('select clock_timestamp() as now');
  const databaseTime = rows[0]?.now ?? new Date(before);
  return { databaseTime, skewMs: databaseTime.getTime() - (before + Date.now()) / 2 };
}
