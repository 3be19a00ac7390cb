import { simpleParser } from 'mailparser';
import { expect } from 'vitest';
import type { Bench } from '../faults/bench.ts';
import { benchTest } from '../faults/bench-test.ts';
import { allRuns, countOf } from '../support/fixtures.ts';

// A run that has given something to the mail server ends by its ledger, whatever happens to it afterwards.
const HOUR_MS = 3_600_000;
const DEFERRED = { code: 451, text: 'greylisted' };

/** One run that has sent to the first of its two recipients; the other was asked to wait. */
async function sendHalf(bench: Bench): Promise<void> {
  await bench.addDue(1, { recipients: ['first@example.com', 'second@example.com'] });
  bench.smtp.script.rcpt = (address) => (address === 'second@example.com' ? DEFERRED : undefined);
  await bench.tickHere();
  expect(await allRuns(bench.database.pool)).toMatchObject([{ status: 'queued', error_code: 'recipient_deferred' }]);
  expect(bench.smtp.messages).toHaveLength(1);
  bench.smtp.script = {};
}

/** What was asked for reports; a market's past is asked for beside them, when a tick has time left. */
async function askedSoFar({ database, feed }: Bench): Promise<number> {
  await database.pool.query('delete from market_backfills');
  return feed.requests.length;
}

const ledger = async ({ database }: Bench) =>
  (await database.pool.query('select recipient, status from deliveries order by recipient')).rows;

benchTest.concurrent('refused after it had sent: partial with the refusal’s reason, and counted', async ({ bench }) => {
  await sendHalf(bench);
  const { pool } = bench.database;
  await pool.query(`update accounts set status = 'suspended'`);
  expect(await bench.tickHere({ aheadMs: HOUR_MS })).toMatchObject({ claimed: 1, partial: 1 });
  expect(await allRuns(pool)).toMatchObject([{ status: 'partial', error_code: 'account_suspended' }]);
  expect(await countOf(pool, `report_generations where status = 'completed'`)).toBe(1);
  expect(bench.smtp.messages).toHaveLength(1);
});

benchTest.concurrent('its schedule’s recipients all gone since: it ends by its ledger', async ({ bench }) => {
  await sendHalf(bench);
  const { pool } = bench.database;
  await pool.query('delete from schedule_recipients');
  await bench.tickHere({ aheadMs: HOUR_MS });
  expect(await allRuns(pool)).toMatchObject([{ status: 'completed' }]);
  expect(bench.smtp.messages).toHaveLength(1);
});

benchTest.concurrent('out of attempts on a broken mail server: partial, not failed (R3)', async ({ bench }) => {
  await sendHalf(bench);
  const { pool } = bench.database;
  await pool.query('update schedule_runs set attempt = 2');
  bench.smtp.script.mail = () => ({ code: 421, text: 'closing' });
  await bench.tickHere({ aheadMs: HOUR_MS });
  expect(await allRuns(pool)).toMatchObject([
    { status: 'partial', attempt: 3, error_code: 'smtp_unavailable', error: expect.stringContaining('421') },
  ]);
  expect(await countOf(pool, `report_generations where status = 'completed'`)).toBe(1);
});

benchTest.concurrent('whoever is sent to later sees the figures of those before', async ({ bench }) => {
  await sendHalf(bench);
  const asked = await askedSoFar(bench);
  const { pool } = bench.database;
  await pool.query(`update report_generations
    set model = jsonb_set(model, '{subject}', '"The subject as it was stored"') where model ? 'subject'`);
  await pool.query('delete from cache_entries');
  await bench.tickHere({ aheadMs: HOUR_MS });
  const subjects = await Promise.all(bench.smtp.messages.map(async ({ raw }) => (await simpleParser(raw)).subject));
  expect(subjects[1]).toBe('The subject as it was stored');
  expect(bench.feed.requests).toHaveLength(asked);
  expect(await ledger(bench)).toEqual([
    { recipient: 'first@example.com', status: 'sent' },
    { recipient: 'second@example.com', status: 'sent' },
  ]);
});

benchTest.concurrent('a retry by hand is made from the stored model too', async ({ bench }) => {
  await sendHalf(bench);
  const { pool } = bench.database;
  await pool.query(`update accounts set status = 'suspended'`);
  await bench.tickHere({ aheadMs: HOUR_MS });
  await pool.query(`update accounts set status = 'active'`);
  const asked = await askedSoFar(bench);
  await pool.query(
    `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, retry_of, status, fair_key, created_at)
     select gen_random_uuid(), schedule_id, account_id, 'manual', scheduled_for, id, 'queued', 1, now() from schedule_runs`,
  );
  await pool.query('delete from cache_entries');
  expect(await bench.tickHere({ aheadMs: HOUR_MS })).toMatchObject({ completed: 1 });
  expect(bench.feed.requests).toHaveLength(asked);
  expect(bench.smtp.messages.map(({ to }) => to.join())).toEqual(['first@example.com', 'second@example.com']);
  expect(await countOf(pool, 'report_generations')).toBe(1);
});
