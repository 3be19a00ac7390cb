import type { Queryable } from '../db/pool.ts';
import { effectiveLimit, type LimitInputs } from './limit.ts';
import { calendarMonth, type Period } from './month.ts';
import { insertReservations, lockReservations } from './queries.ts';

/** A run that wants a place in its account's month. */
export interface ReservationRequest extends LimitInputs {
  runId: string;
  accountId: string;
  /** The account's IANA zone: its calendar month is what the limit counts in. */
  timezone: string;
}

/**
 * Reserves a generation for each run whose plan allows it; call it inside a transaction. One statement for all runs
 * of all accounts: 5,000 runs must not be 5,000 round trips.
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
  const limits = requests.map((request) => {
    const { limit, allowOverage } = effectiveLimit(request);
    return allowOverage ? null : limit;
  });
  const contended = new Set(requests.filter((_, i) => limits[i] !== null).map(({ accountId }) => accountId));
  const locked = contended.size > 0 ? lockReservations(tx, [...contended]) : Promise.resolve();
  const [, reserved] = await Promise.all([
    locked,
    insertReservations(
      tx,
      {
        runIds: requests.map(({ runId }) => runId),
        accountIds: requests.map(({ accountId }) => accountId),
        limits,
        periodStarts: requests.map(({ timezone }) => monthOf(timezone).from),
        periodEnds: requests.map(({ timezone }) => monthOf(timezone).to),
      },
      now,
    ),
  ]);
  return new Set(reserved);
}
