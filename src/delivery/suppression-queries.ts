import type { Queryable } from '../db/pool.ts';

export interface Suppression {
  readonly email: string;
  readonly reason: string;
  readonly createdAt: Date;
}

export interface NewSuppressions {
  accountId: string;
  /** Normalised, as `parseAddress` returns them, each once. */
  emails: readonly string[];
  reason: string;
  now: Date;
}

/**
 * Takes addresses off one account's list; those that are off already keep their reason.
 * @returns how many were new, or undefined where there is no such account
 */
export async function addSuppressions(
  db: Queryable,
  { accountId, emails, reason, now }: NewSuppressions,
): Promise<number | undefined> {
  const { rows } = await db.query<{ added: number }>(
    `with account as (select id from accounts where id = $1),
       added as (insert into suppressions (account_id, email, reason, created_at)
         select account.id, g.email, $3, $4 from account, unnest($2::text[]) g (email)
         where not exists (select from suppressions s where s.account_id = $1 and lower(s.email) = g.email)
         order by g.email on conflict do nothing returning email)
     select (select count(*) from added) as added from account`,
    [accountId, emails, reason, now],
  );
  return rows[0]?.added;
}

/** Lets addresses receive again; how many of them were on the list of suppressions. */
export async function removeSuppressions(db: Queryable, accountId: string, emails: readonly string[]): Promise<number> {
  const { rowCount } = await db.query(
    'delete from suppressions where account_id = $1 and lower(email) = any ($2::text[])',
    [accountId, emails],
  );
  return rowCount ?? 0;
}

/** An account's suppressions, by address: the first `limit`, or all for null. */
export async function listSuppressions(
  db: Queryable,
  accountId: string,
  limit: number | null = null,
): Promise<Suppression[]> {
  const { rows } = await db.query<{ email: string; reason: string; created_at: Date }>(
    'select email, reason, created_at from suppressions where account_id = $1 order by email limit $2',
    [accountId, limit],
  );
  return rows.map(({ email, reason, created_at: createdAt }) => ({ email, reason, createdAt }));
}

export async function countSuppressions(db: Queryable, accountId: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>('select count(*) as n from suppressions where account_id = $1', [
    accountId,
  ]);
  return rows[0]?.n ?? 0;
}

/** How many of these addresses the account's list keeps out. */
export async function countSuppressed(db: Queryable, accountId: string, emails: readonly string[]): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    'select count(*) as n from suppressions where account_id = $1 and lower(email) = any ($2::text[])',
    [accountId, emails],
  );
  return rows[0]?.n ?? 0;
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
