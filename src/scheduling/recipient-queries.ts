import type { Queryable } from '../db/pool.ts';

/** Keeps a schedule from being deleted until the transaction ends; its status, or undefined where there is none. */
export async function lockSchedule(tx: Queryable, id: string): Promise<'active' | 'paused' | 'deleted' | undefined> {
  const { rows } = await tx.query<{ status: 'active' | 'paused' | 'deleted' }>(
    'select status from schedules where id = $1 for share',
    [id],
  );
  return rows[0]?.status;
}

/** In the order of their addresses, so that two imports at once wait for each other instead of deadlocking. */
export async function upsertRecipients(
  tx: Queryable,
  scheduleId: string,
  recipients: readonly { email: string; name?: string }[],
): Promise<{ added: number; renamed: number }> {
  const { rows } = await tx.query<{ inserted: boolean }>(
    `insert into schedule_recipients as r (schedule_id, email, name)
     select $1, g.email, g.name from unnest($2::text[], $3::text[]) g (email, name) order by g.email
     on conflict (schedule_id, email) do update set name = excluded.name
       where excluded.name is not null and r.name is distinct from excluded.name
     returning r.xmax = 0 as inserted`, // a row that was there is locked by the conflict, which its xmax shows
    [scheduleId, recipients.map(({ email }) => email), recipients.map(({ name }) => name ?? null)],
  );
  const added = rows.filter(({ inserted }) => inserted).length;
  return { added, renamed: rows.length - added };
}

export async function deleteRecipients(
  tx: Queryable,
  scheduleId: string,
  emails: readonly string[],
): Promise<{ removed: number; left: number }> {
  const { rowCount } = await tx.query(
    'delete from schedule_recipients where schedule_id = $1 and lower(email) = any ($2::text[])',
    [scheduleId, emails],
  );
  const { rows } = await tx.query<{ left: number }>(
    'select count(*) as left from schedule_recipients where schedule_id = $1',
    [scheduleId],
  );
  return { removed: rowCount ?? 0, left: rows[0]?.left ?? 0 };
}
