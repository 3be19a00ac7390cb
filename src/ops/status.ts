import { findNearLimit, type LimitCheck } from '../accounts/check.ts';
import { DAY_MS } from '../core/civil-day.ts';
import type { Queryable } from '../db/pool.ts';
import { type Hold, readHold } from './hold.ts';
import {
  type BrokenScheduleRow,
  countPaused,
  countUnknown,
  type FailureRow,
  type HostRow,
  listBroken,
  listFailures,
  listHosts,
  type PausedRow,
  type QueueRow,
  readQueue,
  type UnknownRow,
} from './status-queries.ts';

const MINUTE_MS = 60_000;

/** A crontab ticks each minute and a tick ends within two: five without one are an outage, not a delay. */
export const OVERDUE_MS = 5 * MINUTE_MS;
/** Lines of one kind on one screen. */
const SHOWN = 5;

export interface Status {
  at: Date;
  hosts: HostRow[];
  hold: Hold;
  queue: QueueRow;
  failures: FailureRow[];
  paused: PausedRow[];
  broken: BrokenScheduleRow[];
  unknown: UnknownRow;
  nearLimit: LimitCheck[];
}

const EMPTY_QUEUE: QueueRow = {
  due: 0,
  overdue: 0,
  oldest_due: null,
  ready: 0,
  waiting: 0,
  oldest_ready: null,
  running: 0,
  lost: 0,
  oldest_running: null,
};

/** How things stand, in nine statements over what is open now and over the last day: none reads the whole history. */
export async function readStatus(db: Queryable, now: Date): Promise<Status> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  const longAgo = before(OVERDUE_MS);
  const [hosts, hold, queue, failures, paused, broken, unknown, nearLimit] = await Promise.all([
    listHosts(db),
    readHold(db),
    readQueue(db, { now, overdueBefore: longAgo, lostBefore: longAgo }),
    listFailures(db, before(DAY_MS)),
    countPaused(db),
    listBroken(db, SHOWN),
    countUnknown(db, before(DAY_MS)),
    findNearLimit(db, now),
  ]);
  // A limit of none is somebody's decision; reports made before it are over it.
  const near = nearLimit.filter(({ limit, used, reason }) => limit !== 0 || used > 0 || reason !== undefined);
  return { at: now, hosts, hold, queue: queue ?? EMPTY_QUEUE, failures, paused, broken, unknown, nearLimit: near };
}
