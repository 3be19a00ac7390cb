import { newId } from '../../src/core/ids.ts';
import { createLog, type Log } from '../../src/core/log.ts';
import type { Pool } from '../../src/db/pool.ts';
import type { Recipient } from '../../src/delivery/address.ts';
import type { DeliverOptions, RenderRequest } from '../../src/delivery/delivery.ts';
import type { ClaimedRun } from '../../src/delivery/queries.ts';
import type { Sender } from '../../src/delivery/sender.ts';
import type { Transport } from '../../src/delivery/transport.ts';

export const NOW = new Date('2026-03-02T15:00:00Z');
export const SECRET = 'a secret for tests that is long enough';
export const BASE_URL = 'https://reports.example.com/unsubscribe';

export const SENDER: Sender = {
  from: { name: 'Lone Star Realty', address: 'reports@lonestar.example' },
  replyTo: 'desk@lonestar.example',
  postalAddress: '12 Main Street, Austin, TX 78701',
  unsubscribe: { baseUrl: BASE_URL, secret: SECRET },
};

export async function createAccount(db: Pool): Promise<string> {
  const id = newId();
  await db.query('insert into accounts (id, name, timezone, created_at) values ($1, $2, $3, $4)', [
    id,
    'Lone Star Realty',
    'America/Chicago',
    NOW,
  ]);
  return id;
}

export async function createSchedule(db: Pool, accountId: string, recipients: Recipient[]): Promise<string> {
  const id = newId();
  await db.query(
    `insert into schedules (id, account_id, name, report_type, cities, cadence, send_time, timezone, created_at)
     values ($1, $2, 'Weekly', 'market_snapshot', '{Austin}', 'daily', '09:00', 'America/Chicago', $3)`,
    [id, accountId, NOW],
  );
  for (const { email, name } of recipients) {
    await db.query('insert into schedule_recipients (schedule_id, email, name) values ($1, $2, $3)', [
      id,
      email,
      name ?? null,
    ]);
  }
  return id;
}

/** A run as its claim leaves it: running, with a token. */
export async function createRun(db: Pool, accountId: string): Promise<ClaimedRun> {
  const run = { id: newId(), token: newId(), accountId };
  await db.query(
    `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, attempt, claim_token,
       lease_until, created_at, started_at)
     values ($1, $2, $3, 'schedule', $4, 'running', 1, $5, $6, $4, $4)`,
    [run.id, newId(), accountId, NOW, run.token, new Date(NOW.getTime() + 120_000)],
  );
  return run;
}

export async function suppress(db: Pool, accountId: string, email: string): Promise<void> {
  await db.query('insert into suppressions (account_id, email, created_at) values ($1, $2, $3)', [
    accountId,
    email,
    NOW,
  ]);
}

/** What a lease that ran out leads to: another process takes the run, as runs/ does it. */
export async function loseLease(db: Pool, run: ClaimedRun): Promise<void> {
  await db.query('update schedule_runs set claim_token = $2 where id = $1', [run.id, newId()]);
}

export async function hold(db: Pool, on: boolean): Promise<void> {
  await db.query(
    `insert into hosts (host, hold) values ('*', $1) on conflict (host) do update set hold = excluded.hold`,
    [on],
  );
}

export interface LedgerRow {
  recipient: string;
  status: string;
  attempt: number;
  next_attempt_at: Date | null;
  message_id: string | null;
  subject: string | null;
  response: string | null;
  body_sha256: string | null;
}

export async function ledger(db: Pool, runId: string): Promise<Record<string, LedgerRow>> {
  const { rows } = await db.query<LedgerRow>('select * from deliveries where run_id = $1 order by recipient', [runId]);
  return Object.fromEntries(rows.map((row) => [row.recipient, row]));
}

export async function statuses(db: Pool, runId: string): Promise<Record<string, string>> {
  return Object.fromEntries(Object.values(await ledger(db, runId)).map(({ recipient, status }) => [recipient, status]));
}

export function render({ unsubscribeUrl }: RenderRequest) {
  const link = unsubscribeUrl === undefined ? '' : `<a href="${unsubscribeUrl}">Unsubscribe</a>`;
  return {
    subject: 'Austin: median $512,000 – up 3 %',
    html: `<html><body><h1>Austin</h1><p>12 Main Street, Austin, TX 78701</p>${link}</body></html>`,
    text: `Austin\n\n12 Main Street, Austin, TX 78701\n${unsubscribeUrl ?? ''}\n`,
  };
}

/** A log whose lines can be looked at; nothing is redacted on the way, so that what the room writes is seen. */
export function recordingLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const log = createLog({
    level: 'debug',
    readable: false,
    redact: (text) => text,
    stream: {
      write: (chunk: string) => {
        lines.push(chunk);
        return true;
      },
    },
  });
  return { log, lines };
}

export function deliverOptions(
  db: Pool,
  run: ClaimedRun,
  transport: Transport,
  recipients: readonly string[],
): DeliverOptions {
  return {
    db,
    run,
    transport,
    render,
    recipients: recipients.map((email) => ({ email })),
    sender: SENDER,
    clock: { now: () => NOW },
    signal: new AbortController().signal,
    log: recordingLog().log,
  };
}
