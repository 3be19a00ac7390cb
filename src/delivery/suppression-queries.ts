import type { Queryable } from '../db/pool.ts';

export interface Suppression {
  readonly email: string;
  readonly reason: string;
  readonly createdAt: Date;
}

export interface NewSuppression {
  accountId: string;
  /** Normalised, as `parseAddress` returns it. */
  email: string;
  reason: string;
  now: Date;
}

/** Takes an address off one account's list. */
export async function addSuppression(
  db: Queryable,
  { accountId, email, reason, now }: NewSuppression,
): Promise<'added' | 'already' | 'no_account'> {
  const { rows } = await db.query<{ added: boolean }>(
    `with account as (select id from accounts where id = $1),
       added as (insert into suppressions (account_id, email, reason, created_at)
         select id, $2, $3, $4 from account on conflict do nothing returning email)
     select exists (select from added) as added from account`,
    [accountId, email, reason, now],
  );
  if (rows[0] === undefined) return 'no_account';
  return rows[0].added ? 'added' : 'already';
}

/** @returns false when the address was not on the list of suppressions. */
export async function removeSuppression(db: Queryable, accountId: string, email: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from suppressions where account_id = $1 and lower(email) = lower($2)', [
    accountId,
    email,
  ]);
  return (rowCount ?? 0) > 0;
}

/** An account's suppressions, by address. */
export async function listSuppressions(db: Queryable, accountId: string): Promise<Suppression[]> {
  const { rows } = await db.query<{ email: string; reason: string; created_at: Date }>(
    'select email, reason, created_at from suppressions where account_id = $1 order by email',
    [accountId],
  );
  return rows.map(({ email, reason, created_at: createdAt }) => ({ email, reason, createdAt }));
}

export interface ScheduleRecipient {
  readonly email: string;
  readonly name: string | null;
  readonly suppressed: boolean;
}

/** A schedule's recipients, each with whether the account's list keeps it out. */
export async function scheduleRecipients(
  db: Queryable,
  accountId: string,
  scheduleId: string,
): Promise<ScheduleRecipient[]> {
  const { rows } = await db.query<ScheduleRecipient>(
    `select r.email, r.name, exists (
       select from suppressions s where s.account_id = $1 and lower(s.email) = lower(r.email)) as suppressed
     from schedule_recipients r join schedules on schedules.id = r.schedule_id and schedules.account_id = $1
     where r.schedule_id = $2 order by r.email`,
    [accountId, scheduleId],
  );
  return rows;
}
