import { expect } from 'vitest';
import { countOf } from '../support/fixtures.ts';
import type { Bench } from './bench.ts';

interface LedgerRow {
  schedule_id: string;
  recipient: string;
  status: string;
  message_id: string;
}

/**
 * What holds once everything has recovered, whatever happened: each due instant is covered by one run in a terminal
 * status; each recipient has one message or an `unknown` in the ledger, never two; no message is without its row; no
 * place of the month's limit is lost.
 */
export async function expectWhole({ database: { pool }, smtp }: Bench, scheduleIds: string[]): Promise<void> {
  const { rows: runs } = await pool.query<{ schedule_id: string; status: string; unknown: boolean }>(
    `select schedule_id, status, exists (select from deliveries where run_id = id and status = 'unknown') as unknown
     from schedule_runs`,
  );
  expect(runs.map(({ schedule_id }) => schedule_id).sort()).toEqual([...scheduleIds].sort());
  for (const { status, unknown } of runs) expect(status).toBe(unknown ? 'partial' : 'completed');
  expect(await countOf(pool, `schedules where status = 'active' and next_run_at > now()`)).toBe(scheduleIds.length);
  expect(await countOf(pool, `report_generations where status = 'completed'`)).toBe(scheduleIds.length);
  expect(await countOf(pool, 'report_generations')).toBe(scheduleIds.length);

  const { rows: ledger } = await pool.query<LedgerRow>(
    `select r.schedule_id, d.recipient, d.status, d.message_id
     from deliveries d join schedule_runs r on r.id = d.run_id`,
  );
  const owed = await pool.query('select schedule_id, email from schedule_recipients');
  expect(ledger).toHaveLength(owed.rows.length);
  const sent = smtp.messages.map(({ raw }) => /^Message-ID:\s*(\S+)/im.exec(raw.toString('latin1'))?.[1]);
  for (const { status, message_id } of ledger) {
    expect(['sent', 'unknown']).toContain(status);
    const messages = sent.filter((id) => id === message_id).length;
    if (status === 'sent') expect(messages).toBe(1);
    else expect(messages).toBeLessThanOrEqual(1);
  }
  expect(new Set(sent).size).toBe(sent.length);
  const known = new Set(ledger.map(({ message_id }) => message_id));
  expect(sent.filter((id) => id === undefined || !known.has(id))).toEqual([]);
  expectOneEach(smtp);
}

/** Each address is a recipient of one schedule only, so that two messages to it are one too many. */
function expectOneEach({ messages }: Bench['smtp']): void {
  const recipients = messages.map(({ to }) => to.join());
  expect(recipients).toEqual([...new Set(recipients)]);
}
