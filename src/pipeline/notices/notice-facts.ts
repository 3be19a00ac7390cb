import { readLimitUse } from '../../accounts/check.ts';
import { limitNotice } from '../../accounts/limit.ts';
import { monthName } from '../../accounts/month.ts';
import type { Queryable } from '../../db/pool.ts';
import type { ClaimedNotice } from './queries.ts';
import type { NoticeFacts } from './words.ts';

/**
 * What a notice is to say now; undefined where it is no longer so: somebody set the schedule going again, a place in the
 * month was given back, the limit was changed, or the month is over. A warning that is overtaken by the end of the limit
 * is not said any more.
 */
export async function factsOf(db: Queryable, notice: ClaimedNotice, now: Date): Promise<NoticeFacts | undefined> {
  const { kind, account_name: account } = notice;
  if (account === null || !notice.reachable) return undefined;
  if (kind === 'schedule_paused') {
    if (!notice.still_paused || notice.schedule_name === null) return undefined;
    return { kind, account, schedule: notice.schedule_name, errorCode: notice.error_code };
  }
  const use = await readLimitUse(db, notice.account_id, now);
  if (use === undefined || use.limit === null || limitNotice(use, use.used) !== kind) return undefined;
  const { used, limit, allowOverage: overage, period } = use;
  if (monthName(now, period.timezone) !== notice.period) return undefined;
  return { kind, account, used, limit, renews: period.to, timezone: period.timezone, overage };
}
