import type { NoticeKind } from '../../accounts/notice-queries.ts';
import type { Queryable } from '../../db/pool.ts';

/** A notice under this process's token, with what its words depend on now. */
export interface ClaimedNotice {
  id: string;
  account_id: string;
  kind: NoticeKind;
  period: string;
  error_code: string | null;
  /** How often the mail server refused it for now. */
  attempt: number;
  account_name: string | null;
  owner_email: string | null;
  /** The account is active and its owner's address verified. */
  reachable: boolean;
  /** The account's own list keeps the owner's address out. */
  suppressed: boolean;
  schedule_name: string | null;
  /** The schedule is still paused for its failures. */
  still_paused: boolean;
}

export interface NoticeClaim {
  token: string;
  now: Date;
  /** Until then nobody else sends them. */
  until: Date;
  most: number;
}

/**
 * Takes due notices, unless an operator holds all sending. What a dead process left `sending` becomes `unknown` and is
 * never sent again (D2).
 */
export async function claimNotices(db: Queryable, claim: NoticeClaim): Promise<ClaimedNotice[]> {
  const { rows } = await db.query<ClaimedNotice>(
    `with abandoned as (
       update notices set status = 'unknown', response = 'The process that sent it ended before the answer came.'
       where status = 'sending' and due_at <= $2
     ), due as materialized (
       select id from notices where status = 'pending' and due_at <= $2
         and not exists (select from hosts where host = '*' and hold)
       order by due_at limit $4 for update skip locked
     ), claimed as (
       update notices n set claim_token = $1, due_at = $3 from due where n.id = due.id
       returning n.id, n.account_id, n.schedule_id, n.kind, n.period, n.error_code, n.attempt, n.created_at
     )
     select c.id, c.account_id, c.kind, c.period, c.error_code, c.attempt,
       a.name as account_name, a.owner_email,
       coalesce(a.status = 'active' and a.email_verified, false) as reachable,
       exists (select from suppressions x where x.account_id = a.id and lower(x.email) = lower(a.owner_email)) as suppressed,
       s.name as schedule_name, coalesce(s.status = 'paused' and s.paused_by = 'failures', false) as still_paused
     from claimed c left join accounts a on a.id = c.account_id left join schedules s on s.id = c.schedule_id
     order by c.created_at, c.id`,
    [claim.token, claim.now, claim.until, claim.most],
  );
  return rows;
}

/** A notice as whoever holds it addresses it. */
export interface NoticeKey {
  id: string;
  token: string;
}

/** Exactly what is about to be given to the mail server. */
export interface NoticeMessage {
  recipient: string;
  subject: string;
  body: string;
  messageId: string;
  bodySha256: string;
}

/** The last write before it is given away. @returns false when another process holds it now, or a hold is on */
export async function markNoticeSending(db: Queryable, key: NoticeKey, message: NoticeMessage): Promise<boolean> {
  const { rowCount } = await db.query(
    `update notices set status = 'sending', recipient = $3, subject = $4, body = $5, message_id = $6, body_sha256 = $7
     where id = $1 and claim_token = $2 and status = 'pending'
       and not exists (select from hosts where host = '*' and hold)`,
    [key.id, key.token, message.recipient, message.subject, message.body, message.messageId, message.bodySha256],
  );
  return rowCount === 1;
}

export interface NoticeEnd {
  status: 'sent' | 'failed' | 'suppressed' | 'unknown';
  response: string;
}

/** Fenced like all that is written about it: who lost it writes nothing. */
export async function endNotice(db: Queryable, key: NoticeKey, { status, response }: NoticeEnd): Promise<void> {
  await db.query(
    `update notices set status = $3, response = $4
     where id = $1 and claim_token = $2 and status in ('pending', 'sending')`,
    [key.id, key.token, status, response],
  );
}

/** Lets it be tried again at `dueAt`. */
export async function deferNotice(
  db: Queryable,
  key: NoticeKey,
  { dueAt, response, attempts }: { dueAt: Date; response: string; attempts: 0 | 1 },
): Promise<void> {
  await db.query(
    `update notices set status = 'pending', due_at = $3, response = $4, attempt = attempt + $5
     where id = $1 and claim_token = $2 and status in ('pending', 'sending')`,
    [key.id, key.token, dueAt, response, attempts],
  );
}

/** Forgets what is no longer so; should it become so again, it is noted again. */
export async function dropNotice(db: Queryable, { id, token }: NoticeKey): Promise<void> {
  await db.query(`delete from notices where id = $1 and claim_token = $2 and status = 'pending'`, [id, token]);
}
