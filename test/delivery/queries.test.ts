import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type ClaimedRun,
  deferDelivery,
  markFailed,
  markSending,
  markSent,
  markUnknown,
  openDeliveries,
  returnToPending,
  summarise,
  withdrawSuppressed,
} from '../../src/delivery/queries.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createAccount, createRun, hold, ledger, loseLease, NOW, statuses, suppress } from './fixtures.ts';

const ANN = 'ann@example.com';
const FACTS = { messageId: '<1@x.example>', subject: 'Austin', bodySha256: 'ab' };
const ANSWER = { response: '250 ok', now: NOW };

let database: TestDatabase;
let run: ClaimedRun;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  run = await createRun(database.pool, await createAccount(database.pool));
  await openDeliveries(database.pool, run, [{ email: ANN, name: 'Ann' }], NOW);
});

const key = () => ({ run, recipient: ANN });
const send = () => markSending(database.pool, key(), FACTS, NOW);
const status = async () => (await statuses(database.pool, run.id))[ANN];

test('opening again keeps what is there', async () => {
  await send();
  await openDeliveries(database.pool, run, [{ email: ANN }, { email: 'bob@example.com' }], NOW);
  expect(await statuses(database.pool, run.id)).toEqual({ [ANN]: 'sending', 'bob@example.com': 'pending' });
});

test('only what is pending is withdrawn, for this account’s suppressions and former recipients', async () => {
  const emails = ['bob@example.com', 'cat@example.com', 'dan@example.com'];
  await openDeliveries(
    database.pool,
    run,
    emails.map((email) => ({ email })),
    NOW,
  );
  await send();
  await suppress(database.pool, run.accountId, ANN);
  await suppress(database.pool, run.accountId, 'Bob@Example.com');
  await suppress(database.pool, await createAccount(database.pool), 'cat@example.com');
  await withdrawSuppressed(database.pool, run, [{ email: 'bob@example.com' }, { email: 'cat@example.com' }], NOW);
  expect(await statuses(database.pool, run.id)).toEqual({
    [ANN]: 'sending',
    'bob@example.com': 'suppressed',
    'cat@example.com': 'pending',
    'dan@example.com': 'suppressed',
  });
});

test('a row is marked sending once, with what is about to be sent', async () => {
  expect(await send()).toBe(true);
  expect((await ledger(database.pool, run.id))[ANN]).toMatchObject({
    status: 'sending',
    message_id: FACTS.messageId,
    subject: FACTS.subject,
    body_sha256: FACTS.bodySha256,
  });
  expect(await send()).toBe(false);
});

test.each(['sent', 'failed', 'suppressed', 'unknown', 'sending'])(
  'a row that is %s is not marked sending',
  async (was) => {
    await database.pool.query('update deliveries set status = $2 where run_id = $1', [run.id, was]);
    expect(await send()).toBe(false);
    expect(await status()).toBe(was);
  },
);

test('nothing is marked without the claim, after the run, or under a hold', async () => {
  const mine = run;
  await loseLease(database.pool, run);
  expect(await send()).toBe(false);
  run = await createRun(database.pool, mine.accountId);
  await openDeliveries(database.pool, run, [{ email: ANN }], NOW);
  await hold(database.pool, true);
  expect(await send()).toBe(false);
  await hold(database.pool, false);
  await database.pool.query(
    `update schedule_runs set status = 'cancelled', claim_token = null, lease_until = null, finished_at = $2 where id = $1`,
    [run.id, NOW],
  );
  expect(await send()).toBe(false);
  expect(await status()).toBe('pending');
});

test('marking waits for a rescue that is under way, and then refuses', async () => {
  const rescue = await database.pool.connect();
  await rescue.query('begin');
  await rescue.query(
    `update schedule_runs set status = 'queued', claim_token = null, lease_until = null where id = $1`,
    [run.id],
  );
  const marking = send();
  await waitUntilBlocked();
  await rescue.query('commit');
  rescue.release();
  expect(await marking).toBe(false);
  expect(await status()).toBe('pending');
});

/** Until one backend of this database waits for a lock; the database is asked, time is not trusted. */
async function waitUntilBlocked(): Promise<void> {
  for (;;) {
    const { rowCount } = await database.pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rowCount) return;
  }
}

test('every record of an outcome needs the claim', async () => {
  await send();
  await loseLease(database.pool, run);
  const writes = [
    markSent(database.pool, key(), ANSWER),
    markFailed(database.pool, key(), ANSWER),
    markUnknown(database.pool, key(), ANSWER),
    returnToPending(database.pool, key(), ANSWER),
    deferDelivery(database.pool, key(), { ...ANSWER, nextAttemptAt: NOW }),
  ];
  expect(await Promise.all(writes)).toEqual([false, false, false, false, false]);
  expect(await status()).toBe('sending');
});

test('sent and unknown are final, and neither can be had without sending', async () => {
  expect(await markSent(database.pool, key(), ANSWER)).toBe(false);
  expect(await markUnknown(database.pool, key(), ANSWER)).toBe(false);
  await send();
  expect(await markSent(database.pool, key(), ANSWER)).toBe(true);
  for (const mark of [markFailed, markUnknown, returnToPending, markSent]) {
    expect(await mark(database.pool, key(), ANSWER)).toBe(false);
  }
  expect((await ledger(database.pool, run.id))[ANN]).toMatchObject({ status: 'sent', attempt: 1, response: '250 ok' });
});

test('an answer counts as an attempt, a lost connection does not', async () => {
  await returnToPending(database.pool, key(), ANSWER);
  await deferDelivery(database.pool, key(), { ...ANSWER, nextAttemptAt: NOW });
  expect((await ledger(database.pool, run.id))[ANN]).toMatchObject({ attempt: 1, next_attempt_at: NOW });
  await send();
  await markSent(database.pool, key(), ANSWER);
  expect((await ledger(database.pool, run.id))[ANN]).toMatchObject({ attempt: 2, next_attempt_at: null });
});

test('the summary counts every status and names the first deferred recipient’s time', async () => {
  const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
  await openDeliveries(database.pool, run, [{ email: 'b@x.example' }, { email: 'c@x.example' }], NOW);
  await deferDelivery(database.pool, key(), { ...ANSWER, nextAttemptAt: at(15) });
  const second = { run, recipient: 'b@x.example' };
  await deferDelivery(database.pool, second, { ...ANSWER, nextAttemptAt: at(5) });
  await markFailed(database.pool, { run, recipient: 'c@x.example' }, ANSWER);
  expect(await summarise(database.pool, run.id)).toEqual({
    counts: { pending: 2, sending: 0, sent: 0, failed: 1, suppressed: 0, unknown: 0 },
    nextAttemptAt: at(5),
  });
});
