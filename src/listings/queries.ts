import type { Queryable } from '../db/pool.ts';

export interface SlotRequest {
  /** A digest, never the credential. */
  credential: string;
  perWindow: number;
  windowMs: number;
  /** How long after its slot a request may still be sent: the window of the next ones begins only then. */
  toleranceMs: number;
  /** How far ahead the slot may lie; further on it is not taken. */
  patienceMs: number;
  /** Requests a day (UTC); null = as many as come. */
  dailyLimit: number | null;
  /** Slots taken before that were let go unused: they are not counted to the day. */
  unused: number;
}

export interface ReservedSlot {
  /** Milliseconds from now to the slot, by the database's clock. */
  wait_ms: number;
  /** False: nothing was taken, the slot is the next that could be. */
  granted: boolean;
  day_spent: boolean;
  ms_to_next_day: number;
}

/**
 * Takes the next free slot of a credential, or says when it would be. `recent` holds the latest instants at which the
 * last requests may be sent, newest first: a slot begins a window after the fifth of them. The row's lock puts callers of all hosts in the
 * order of their coming. Time is the database's own, read once the lock is held: business time may be injected, the
 * vendor's patience may not.
 */
export async function reserveSlot(db: Queryable, request: SlotRequest): Promise<ReservedSlot | undefined> {
  const { credential, perWindow, windowMs, patienceMs, dailyLimit, toleranceMs, unused } = request;
  const { rows } = await db.query<ReservedSlot>(
    `with locked as materialized (
       select recent, day, used_today from rate_limits where credential = $1 for update),
     timed as materialized (
       select *, clock_timestamp() as now from locked),
     planned as materialized (
       select *, greatest(now, recent[$2::int] + $3 * interval '1 ms') as slot from timed),
     counted as materialized (
       select now, slot, recent, (slot at time zone 'UTC')::date as slot_day,
         case when day = (slot at time zone 'UTC')::date then greatest(used_today - $7::int, 0) else 0 end as used
       from planned),
     judged as materialized (
       select *, coalesce(used >= $5::int, false) as day_spent, slot - now <= $4 * interval '1 ms' as near from counted),
     taken as (
       update rate_limits r set day = j.slot_day, used_today = j.used + 1, recent = array(
         select at from unnest(j.recent || (j.slot + $6 * interval '1 ms')) at order by at desc limit $2::int)
       from judged j where r.credential = $1 and j.near and not j.day_spent)
     select extract(epoch from slot - now)::float8 * 1000 as wait_ms, near and not day_spent as granted, day_spent,
       extract(epoch from (slot_day + 1)::timestamp at time zone 'UTC' - now)::float8 * 1000 as ms_to_next_day
     from judged`,
    [credential, perWindow, windowMs, patienceMs, dailyLimit, toleranceMs, unused],
  );
  return rows[0];
}

export async function addCredential(db: Queryable, credential: string): Promise<void> {
  await db.query('insert into rate_limits (credential) values ($1) on conflict do nothing', [credential]);
}
