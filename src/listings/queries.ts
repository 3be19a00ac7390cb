import type { Queryable } from '../db/pool.ts';

export interface SlotRequest {
  /** A digest, never the credential. */
  credential: string;
  perWindow: number;
  windowMs: number;
  /** How far ahead the slot may lie; further on it is not taken. */
  patienceMs: number;
  /** Requests a day (UTC); null = as many as come. */
  dailyLimit: number | null;
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
 * Takes the next free slot of a credential, or says when it would be. The row's lock puts callers of all hosts in the
 * order of their coming. Time is the database's own, read once the lock is held: business time may be injected, the
 * vendor's patience may not.
 */
export async function reserveSlot(db: Queryable, request: SlotRequest): Promise<ReservedSlot | undefined> {
  const { rows } = await db.query<ReservedSlot>(
    `with locked as materialized (
       select recent, day, used_today from rate_limits where credential = $1 for update),
     timed as materialized (
       select *, clock_timestamp() as now from locked),
     planned as materialized (
       select *, greatest(now, recent[cardinality(recent) - $2::int + 1] + $3 * interval '1 ms') as slot from timed),
     counted as materialized (
       select now, slot, recent, (slot at time zone 'UTC')::date as slot_day,
         case when day = (slot at time zone 'UTC')::date then used_today else 0 end as used from planned),
     judged as materialized (
       select *, coalesce(used >= $5::int, false) as day_spent, slot - now <= $4 * interval '1 ms' as near from counted),
     taken as (
       update rate_limits r set recent = (j.recent || j.slot)[greatest(1, cardinality(j.recent) + 2 - $2::int):],
         day = j.slot_day, used_today = j.used + 1
       from judged j where r.credential = $1 and j.near and not j.day_spent)
     select extract(epoch from slot - now)::float8 * 1000 as wait_ms, near and not day_spent as granted, day_spent,
       extract(epoch from (slot_day + 1)::timestamp at time zone 'UTC' - now)::float8 * 1000 as ms_to_next_day
     from judged`,
    [request.credential, request.perWindow, request.windowMs, request.patienceMs, request.dailyLimit],
  );
  return rows[0];
}

export async function addCredential(db: Queryable, credential: string): Promise<void> {
  await db.query('insert into rate_limits (credential) values ($1) on conflict do nothing', [credential]);
}
