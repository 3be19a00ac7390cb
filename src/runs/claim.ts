import { reserveGenerations } from '../accounts/reserve.ts';
import { newId } from '../core/ids.ts';
import { BEGIN_QUEUE, type Pool, transaction } from '../db/pool.ts';
import { refusalOf } from './checks.ts';
import { type ClaimedRow, type ClaimParams, claimReadyRuns, lockClaims } from './claim-queries.ts';
import type { ClaimedRun, Refusal } from './run.ts';

export interface Claim {
  token: string;
  /** Runs to work on, each with its generation reserved. */
  ready: ClaimedRun[];
  /** Runs that end at once, with the reason to write. */
  refused: { run: ClaimedRun; refusal: Refusal }[];
  /** How many runs this process may work on at once beside the host's other processes. */
  slots: number;
}

export type ClaimRequest = Omit<ClaimParams, 'token'> & { isZone: (name: string) => boolean };

/**
 * Claims runs, checks them and reserves their generations in one short transaction. No transaction stays open while
 * a report is made.
 */
export async function claimRuns(pool: Pool, request: ClaimRequest): Promise<Claim> {
  const token = newId();
  const refused: Claim['refused'] = [];
  const begun: ClaimedRun[] = [];
  const { slots, rows, reserved } = await transaction(
    pool,
    async (tx) => {
      const [, claimed] = await Promise.all([lockClaims(tx), claimReadyRuns(tx, { ...request, token })]);
      const passing: ClaimedRow[] = [];
      for (const row of claimed) {
        const refusal = refusalOf(row, request.isZone);
        if (!refusal) passing.push(row);
        else if (row.delivery_begun) begun.push({ ...toRun(row, token), refusal });
        else refused.push({ run: toRun(row, token), refusal });
      }
      const slots = claimed[0]?.slots ?? request.hostConcurrency;
      return { slots, rows: passing, reserved: await reserveGenerations(tx, passing.map(toReservation), request.now) };
    },
    BEGIN_QUEUE,
  );
  for (const row of rows) {
    if (!reserved.has(reservingRun(row))) refused.push({ run: toRun(row, token), refusal: overLimit(row) });
  }
  const ready = rows.filter((row) => reserved.has(reservingRun(row))).map((row) => toRun(row, token));
  return { token, ready: [...ready, ...begun], refused, slots };
}

/** A retry by hand lives on the first run's reservation, so that one report counts once. */
const reservingRun = (row: ClaimedRow): string => row.retry_of ?? row.id;

function toReservation(row: ClaimedRow) {
  return {
    runId: reservingRun(row),
    accountId: row.account_id,
    timezone: row.account_timezone ?? 'UTC',
    planKnown: row.plan_known,
    planLimit: row.plan_limit,
    allowOverage: row.allow_overage ?? false,
    override: row.limit_override,
  };
}

function overLimit(row: ClaimedRow): Refusal {
  const limit = row.limit_override ?? row.plan_limit;
  const error = row.plan_known
    ? `The account's limit of ${limit} reports this month is reached.`
    : "The account's plan is not in the table of plans.";
  return { status: 'skipped_limit', errorCode: row.plan_known ? 'plan_limit' : 'unknown_plan', error };
}

function toRun(row: ClaimedRow, token: string): ClaimedRun {
  return {
    id: row.id,
    scheduleId: row.schedule_id,
    accountId: row.account_id,
    trigger: row.trigger,
    scheduledFor: row.scheduled_for,
    missed: row.missed,
    retryOf: row.retry_of,
    attempt: row.attempt,
    token,
  };
}
