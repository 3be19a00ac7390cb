import type { Queryable } from '../db/pool.ts';

export interface Hold {
  on: boolean;
  reason: string | null;
  since: Date | null;
}

/** The switch that every host obeys before each claim and each send. It lives on the row '*', which stands for all. */
export async function setHold(db: Queryable, hold: Hold): Promise<void> {
  await db.query(
    `insert into hosts (host, hold, hold_reason, hold_since) values ('*', $1, $2, $3)
     on conflict (host) do update set hold = excluded.hold, hold_reason = excluded.hold_reason,
       hold_since = excluded.hold_since`,
    [hold.on, hold.reason, hold.since],
  );
}

export async function readHold(db: Queryable): Promise<Hold> {
  const { rows } = await db.query<Hold>(
    `select hold as on, hold_reason as reason, hold_since as since from hosts where host = '*'`,
  );
  return rows[0] ?? { on: false, reason: null, since: null };
}
