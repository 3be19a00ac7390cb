import type { Queryable } from '../db/pool.ts';
import { type EffectiveLimit, effectiveLimit, type LimitInputs, limitNotice } from './limit.ts';
import { calendarMonth, monthName, type Period } from './month.ts';
import { insertNotices, type NewNotice } from './notice-queries.ts';
import { insertReservations, lockReservations, type Reservation } from './queries.ts';

/** A run that wants a place in its account's month. */
export interface ReservationRequest extends LimitInputs {
  runId: string;
  accountId: string;
  /** The account's IANA zone: its calendar month is what the limit counts in. */
  timezone: string;
}

/**
 * Reserves a generation for each run whose plan allows it, and notes that an owner is to be told where that brings an
 * account near its limit or to it; call it inside a transaction. One statement for all runs of all accounts: 5,000 runs
 * must not be 5,000 round trips.
 * @returns the ids of the runs that hold a reservation now; the others are over their limit.
 */
export async function reserveGenerations(
  tx: Queryable,
  requests: readonly ReservationRequest[],
  now: Date,
): Promise<Set<string>> {
  if (requests.length === 0) return new Set();
  const months = new Map<string, Period>();
  const monthOf = (zone: string): Period => {
    const known = months.get(zone) ?? calendarMonth(now, zone);
    months.set(zone, known);
    return known;
  };
  const limits = requests.map(effectiveLimit);
  const enforced = limits.map(({ limit, allowOverage }) => limit !== null && !allowOverage);
  const contended = new Set(requests.filter((_, i) => enforced[i]).map(({ accountId }) => accountId));
  const locked = contended.size > 0 ? lockReservations(tx, [...contended]) : Promise.resolve();
  const [, reservations] = await Promise.all([
    locked,
    insertReservations(
      tx,
      {
        runIds: requests.map(({ runId }) => runId),
        accountIds: requests.map(({ accountId }) => accountId),
        limits: limits.map(({ limit }) => limit),
        enforced,
        periodStarts: requests.map(({ timezone }) => monthOf(timezone).from),
        periodEnds: requests.map(({ timezone }) => monthOf(timezone).to),
      },
      now,
    ),
  ]);
  await insertNotices(tx, limitNotices(requests, limits, reservations, now), now);
  return new Set(reservations.filter(({ reserved }) => reserved).map(({ run_id }) => run_id));
}

/** One for each account that these runs bring near its limit or to it; whether it was told before, the table knows. */
function limitNotices(
  requests: readonly ReservationRequest[],
  limits: readonly EffectiveLimit[],
  reservations: readonly Reservation[],
  now: Date,
): NewNotice[] {
  const byRun = new Map(reservations.map(({ run_id, used }) => [run_id, used]));
  const byAccount = new Map<string, NewNotice>();
  for (const [i, { runId, accountId, timezone }] of requests.entries()) {
    const [limit, used] = [limits[i], byRun.get(runId) ?? null];
    const kind = limit === undefined || used === null ? undefined : limitNotice(limit, used);
    if (kind === undefined || byAccount.get(accountId)?.kind === 'limit_reached') continue;
    byAccount.set(accountId, { kind, accountId, scheduleId: null, period: monthName(now, timezone), errorCode: null });
  }
  return [...byAccount.values()];
}
