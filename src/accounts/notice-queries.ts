import { newId } from '../core/ids.ts';
import type { Queryable } from '../db/pool.ts';

export type NoticeKind = 'schedule_paused' | 'limit_warning' | 'limit_reached';

/** Something that an account's owner is to be told, once for each `period`. */
export interface NewNotice {
  kind: NoticeKind;
  accountId: string;
  /** Null where it is about the account as a whole. */
  scheduleId: string | null;
  /** What "once" means: the month as YYYY-MM, or the instant of the pause. */
  period: string;
  /** Of the failure that led to it; the words for people are chosen by it. */
  errorCode: string | null;
}

/**
 * Notes what owners are to be told; call it in the transaction that makes it true. Who was told already, has no address
 * or is qa-deliver's own account gets no row.
 */
export async function insertNotices(tx: Queryable, notices: readonly NewNotice[], now: Date): Promise<void> {
  if (notices.length === 0) return;
  await tx.query(
    `insert into notices (id, account_id, schedule_id, kind, period, error_code, status, created_at, due_at)
     select u.id, a.id, u.schedule_id, u.kind, u.period, u.error_code, 'pending', $7, $7
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[])
       u (id, account_id, schedule_id, kind, period, error_code)
     join accounts a on a.id = u.account_id and a.owner_email is not null and not a.internal
     on conflict do nothing`,
    [
      notices.map(() => newId()),
      notices.map(({ accountId }) => accountId),
      notices.map(({ scheduleId }) => scheduleId),
      notices.map(({ kind }) => kind),
      notices.map(({ period }) => period),
      notices.map(({ errorCode }) => errorCode),
      now,
    ],
  );
}
