import type { Queryable } from '../db/pool.ts';
import type { Recipient } from './address.ts';
import { DELIVERY_STATUSES, type DeliveryStatus, type LedgerCounts } from './run-status.ts';

/** A run as its owner knows it; `token` is the claim that fences every write. */
export interface ClaimedRun {
  readonly id: string;
  readonly token: string;
  readonly accountId: string;
}

/** One row of the ledger, as its run's owner addresses it. */
export interface DeliveryKey {
  readonly run: ClaimedRun;
  readonly recipient: string;
}

/**
 * Locks the run against being taken away until the transaction ends, and reads the hold.
 * @returns undefined when the claim is no longer ours.
 */
export async function lockClaim(tx: Queryable, run: ClaimedRun): Promise<{ held: boolean } | undefined> {
  const { rows } = await tx.query<{ held: boolean }>(
    `select coalesce((select hold from hosts where host = '*'), false) as held
     from schedule_runs where id = $1 and claim_token = $2 and status = 'running' for share of schedule_runs`,
    [run.id, run.token],
  );
  return rows[0];
}

/** Adds a pending row for each recipient that has none. */
export async function openDeliveries(
  tx: Queryable,
  run: Pick<ClaimedRun, 'id'>,
  recipients: readonly Recipient[],
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into deliveries (run_id, recipient, recipient_name, status, updated_at)
     select $1, email, name, 'pending', $4 from unnest($2::text[], $3::text[]) as recipient (email, name)
     on conflict (run_id, recipient) do nothing`,
    [run.id, recipients.map(({ email }) => email), recipients.map(({ name }) => name ?? null), now],
  );
}

/**
 * Marks pending rows `suppressed` whose address the account's list keeps out, and, of an earlier attempt's, those who
 * are no recipients now.
 */
export async function withdrawSuppressed(
  tx: Queryable,
  run: ClaimedRun,
  recipients: readonly Recipient[],
  now: Date,
): Promise<void> {
  await tx.query(
    `update deliveries d set status = 'suppressed', next_attempt_at = null, updated_at = $4
     where d.run_id = $1 and d.status = 'pending' and (d.recipient <> all ($3::text[]) or exists (
       select from suppressions s where s.account_id = $2 and lower(s.email) = d.recipient))`,
    [run.id, run.accountId, recipients.map(({ email }) => email), now],
  );
}

/** Rows that a dead attempt left `sending`: whether the message went out is not known (D2). */
export async function abandonSending(tx: Queryable, runId: string, now: Date): Promise<void> {
  await tx.query(`update deliveries set status = 'unknown', updated_at = $2 where run_id = $1 and status = 'sending'`, [
    runId,
    now,
  ]);
}

export interface DueDelivery extends Recipient {
  /** How often the server refused this recipient for now. */
  readonly refusals: number;
}

/** Who is to be sent to now, in a stable order. */
export async function dueDeliveries(tx: Queryable, run: ClaimedRun, now: Date): Promise<DueDelivery[]> {
  const { rows } = await tx.query<{ recipient: string; recipient_name: string | null; attempt: number }>(
    `select recipient, recipient_name, attempt from deliveries
     where run_id = $1 and status = 'pending' and (next_attempt_at is null or next_attempt_at <= $2)
     order by recipient`,
    [run.id, now],
  );
  return rows.map(({ recipient, recipient_name: name, attempt }) => ({
    email: recipient,
    refusals: attempt,
    ...(name === null ? {} : { name }),
  }));
}

/** What is about to be given to the mail server, stored before it is (D14): a crash must not lose it. */
export interface MessageFacts {
  readonly messageId: string;
  readonly subject: string;
  readonly bodySha256: string;
}

/**
 * The last write before a message is given away. It waits for a rescue that is taking the run, and then refuses;
 * without `for share` both could pass in the same instant.
 * @returns false when the claim is lost, a hold is on, the row is not pending, or its address has been taken off the
 * account's list since the ledger was opened: nothing may be sent.
 */
export async function markSending(
  db: Queryable,
  { run, recipient }: DeliveryKey,
  facts: MessageFacts,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'mark-sending',
    text: `with claim as materialized (
       select id from schedule_runs where id = $1 and claim_token = $2 and status = 'running' for share)
     update deliveries d set status = 'sending', message_id = $4, subject = $5, body_sha256 = $6, updated_at = $7
     from claim where d.run_id = claim.id and d.recipient = $3 and d.status = 'pending'
       and not exists (select from hosts where host = '*' and hold)
       and not exists (select from suppressions s where s.account_id = $8 and s.email = d.recipient)`,
    values: [run.id, run.token, recipient, facts.messageId, facts.subject, facts.bodySha256, now, run.accountId],
  });
  return rowCount === 1;
}

/** Marks a pending row `suppressed` whose address was taken off the list meanwhile; false where that is not so. */
export async function withdrawLate(db: Queryable, { run, recipient }: DeliveryKey, now: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    `with claim as materialized (
       select id from schedule_runs where id = $1 and claim_token = $2 and status = 'running' for share)
     update deliveries d set status = 'suppressed', next_attempt_at = null, updated_at = $4
     from claim where d.run_id = claim.id and d.recipient = $3 and d.status = 'pending'
       and exists (select from suppressions s where s.account_id = $5 and s.email = d.recipient)`,
    [run.id, run.token, recipient, now, run.accountId],
  );
  return rowCount === 1;
}

interface Settlement {
  from: readonly DeliveryStatus[];
  to: DeliveryStatus;
  response: string;
  /** 1 where the server answered; a message that it never saw burns no attempt. */
  attempts: 0 | 1;
  nextAttemptAt?: Date;
  now: Date;
}

/** @returns false when the claim is lost, or another process settled the row. */
async function settle(db: Queryable, { run, recipient }: DeliveryKey, settlement: Settlement): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'settle-delivery',
    text: `with claim as materialized (
       select id from schedule_runs where id = $1 and claim_token = $2 and status = 'running' for share)
     update deliveries d
     set status = $5, response = $6, attempt = d.attempt + $7, next_attempt_at = $8, updated_at = $9
     from claim where d.run_id = claim.id and d.recipient = $3 and d.status = any ($4::text[])`,
    values: [
      run.id,
      run.token,
      recipient,
      settlement.from,
      settlement.to,
      settlement.response,
      settlement.attempts,
      settlement.nextAttemptAt ?? null,
      settlement.now,
    ],
  });
  return rowCount === 1;
}

interface Answer {
  /** What the server said, or what happened instead. */
  response: string;
  now: Date;
}

/** Accepted with a 2xx for this recipient (D12). */
export const markSent = (db: Queryable, key: DeliveryKey, answer: Answer) =>
  settle(db, key, { ...answer, from: ['sending'], to: 'sent', attempts: 1 });

/** Refused for good. */
export const markFailed = (db: Queryable, key: DeliveryKey, answer: Answer) =>
  settle(db, key, { ...answer, from: ['pending', 'sending'], to: 'failed', attempts: 1 });

/** Given away, answer lost. */
export const markUnknown = (db: Queryable, key: DeliveryKey, answer: Answer) =>
  settle(db, key, { ...answer, from: ['sending'], to: 'unknown', attempts: 1 });

/** Refused for now: to be offered again at `nextAttemptAt`. */
export const deferDelivery = (db: Queryable, key: DeliveryKey, answer: Answer & { nextAttemptAt: Date }) =>
  settle(db, key, { ...answer, from: ['pending', 'sending'], to: 'pending', attempts: 1 });

/** Never handed over: as if not tried. */
export const returnToPending = (db: Queryable, key: DeliveryKey, answer: Answer) =>
  settle(db, key, { ...answer, from: ['pending', 'sending'], to: 'pending', attempts: 0 });

export interface LedgerSummary {
  counts: LedgerCounts;
  /** When the first deferred recipient is due again; null when nobody waits for that. */
  nextAttemptAt: Date | null;
}

/** How many recipients of the run are in each state. */
export async function summarise(db: Queryable, runId: string): Promise<LedgerSummary> {
  const { rows } = await db.query<{ status: DeliveryStatus; count: number; next_attempt_at: Date | null }>(
    `select status, count(*) as count, min(next_attempt_at) filter (where status = 'pending') as next_attempt_at
     from deliveries where run_id = $1 group by status`,
    [runId],
  );
  const entries = DELIVERY_STATUSES.map((status) => [status, rows.find((row) => row.status === status)?.count ?? 0]);
  const waiting = rows.find(({ status }) => status === 'pending');
  return { counts: Object.fromEntries(entries) as LedgerCounts, nextAttemptAt: waiting?.next_attempt_at ?? null };
}
