import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { deliverReport } from '../../src/delivery/deliver.ts';
import type { DeliverOptions } from '../../src/delivery/delivery.ts';
import type { ClaimedRun } from '../../src/delivery/queries.ts';
import { runStatusFromLedger } from '../../src/delivery/run-status.ts';
import { createSmtpTransport } from '../../src/delivery/smtp.ts';
import type { Transport } from '../../src/delivery/transport.ts';
import { applyUnsubscribe } from '../../src/delivery/unsubscribe.ts';
import { readToken } from '../../src/delivery/unsubscribe-token.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type DataBehaviour, type SmtpScript, startSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';
import {
  createAccount,
  createRun,
  deliverOptions,
  hold,
  ledger,
  loseLease,
  NOW,
  recordingLog,
  render,
  SECRET,
  statuses,
  suppress,
} from './fixtures.ts';

const ANN = 'ann@example.com';
const BOB = 'bob@example.com';
const CAT = 'cat@example.com';

let database: TestDatabase;
let server: TestSmtpServer;
let transport: Transport;
let run: ClaimedRun;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  server = await startSmtpServer();
  transport = createSmtpTransport({ url: server.url });
  run = await createRun(database.pool, await createAccount(database.pool));
});
afterEach(async () => {
  transport.close();
  await server.close();
});

const options = (recipients: readonly string[], changes: Partial<DeliverOptions> = {}) => ({
  ...deliverOptions(database.pool, run, transport, recipients),
  ...changes,
});
const receivers = () => server.messages.flatMap(({ to }) => to).sort();
const later = (minutes: number) => ({ now: () => new Date(NOW.getTime() + minutes * 60_000) });
const script = (changes: SmtpScript) => {
  server.script = changes;
};

test('each recipient gets one message, with one To and a token for that recipient alone (D3)', async () => {
  const result = await deliverReport(options([ANN, BOB, CAT]));
  expect(result.counts).toMatchObject({ sent: 3, pending: 0 });
  expect(result.stopped).toBeUndefined();
  expect(receivers()).toEqual([ANN, BOB, CAT]);
  for (const { to, raw } of server.messages) {
    const mail = await simpleParser(raw);
    expect([mail.to].flat().map((field) => field?.text)).toEqual(to);
    const link = /<(https:[^>]*)>/.exec(String(mail.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line));
    expect(readToken(SECRET, link?.[1] ?? '')).toEqual({ accountId: run.accountId, email: to[0] });
    for (const other of [ANN, BOB, CAT].filter((email) => email !== to[0])) expect(raw.toString()).not.toContain(other);
  }
});

test('the ledger holds the subject, the provider’s answer and the SHA-256 of the bytes that arrived (D14)', async () => {
  await deliverReport(options([ANN]));
  const [message] = server.messages;
  const mail = await simpleParser(message?.raw ?? '');
  const row = (await ledger(database.pool, run.id))[ANN];
  expect(row).toMatchObject({
    status: 'sent',
    attempt: 1,
    subject: mail.subject,
    message_id: mail.messageId,
    response: expect.stringContaining('queued as q1'),
    body_sha256: createHash('sha256')
      .update(message?.raw ?? '')
      .digest('hex'),
  });
  expect(row?.subject).toBe('Austin: median $512,000 – up 3 %');
});

test('a recipient refused for good fails alone; the run is partial and nothing is sent twice (D9, D12)', async () => {
  script({ rcpt: (address) => (address === BOB ? { code: 550, text: 'no such user' } : undefined) });
  const result = await deliverReport(options([ANN, BOB, CAT]));
  expect(await statuses(database.pool, run.id)).toEqual({ [ANN]: 'sent', [BOB]: 'failed', [CAT]: 'sent' });
  expect(runStatusFromLedger(result.counts)).toBe('partial');
  script({});
  await deliverReport(options([ANN, BOB, CAT]));
  expect(receivers()).toEqual([ANN, CAT]);
});

test('a message refused after its last byte is failed, not sent and not unknown (D12)', async () => {
  script({ data: () => ({ code: 554, text: 'spam' }) });
  const { counts } = await deliverReport(options([ANN]));
  expect(await statuses(database.pool, run.id)).toEqual({ [ANN]: 'failed' });
  expect(runStatusFromLedger(counts)).toBe('failed');
});

test('refused for now: deferred by 5, 15, 60 and 240 minutes, then failed', async () => {
  script({ rcpt: () => ({ code: 451, text: 'greylisted' }) });
  let clock = 0;
  for (const delay of [5, 15, 60, 240]) {
    const { nextAttemptAt } = await deliverReport(options([ANN], { clock: later(clock) }));
    clock += delay;
    expect(nextAttemptAt).toEqual(later(clock).now());
  }
  const { nextAttemptAt } = await deliverReport(options([ANN], { clock: later(clock) }));
  expect(nextAttemptAt).toBeNull();
  expect((await ledger(database.pool, run.id))[ANN]).toMatchObject({ status: 'failed', attempt: 5 });
});

test('a deferred recipient is left alone until it is due, and then gets its message once', async () => {
  script({ rcpt: (address) => (address === BOB ? { code: 451, text: 'greylisted' } : undefined) });
  await deliverReport(options([ANN, BOB]));
  script({});
  const early = await deliverReport(options([ANN, BOB], { clock: later(4) }));
  expect(early.outcomes).toEqual([]);
  const due = await deliverReport(options([ANN, BOB], { clock: later(5) }));
  expect(due.nextAttemptAt).toBeNull();
  expect(receivers()).toEqual([ANN, BOB]);
  expect(runStatusFromLedger(due.counts)).toBe('completed');
});

test('somebody who unsubscribes, or is removed, while deferred gets nothing', async () => {
  script({ rcpt: () => ({ code: 451, text: 'greylisted' }) });
  await deliverReport(options([ANN, BOB, CAT]));
  script({});
  await suppress(database.pool, run.accountId, ANN);
  await deliverReport(options([ANN, CAT], { clock: later(5) }));
  expect(receivers()).toEqual([CAT]);
  expect(await statuses(database.pool, run.id)).toEqual({ [ANN]: 'suppressed', [BOB]: 'suppressed', [CAT]: 'sent' });
});

test('a connection lost after the final dot leaves unknown, and is never sent again (D2)', async () => {
  script({ data: () => 'drop_after_dot' });
  const { counts } = await deliverReport(options([ANN]));
  const row = (await ledger(database.pool, run.id))[ANN];
  expect(row).toMatchObject({ status: 'unknown', subject: expect.stringContaining('Austin') });
  expect(row?.body_sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(runStatusFromLedger(counts)).toBe('partial');
  script({});
  await deliverReport(options([ANN]));
  expect(server.messages).toEqual([]);
});

test('a connection lost before the final dot leaves pending, and the retry sends once', async () => {
  script({ data: () => 'drop_before_dot' });
  // While its row is locked `sending` cannot be committed, so the connection is surely lost before the final dot.
  const blocker = await database.pool.connect();
  await blocker.query('begin');
  const noticed = once(server.events, 'noticed');
  const sending = deliverReport(
    options([ANN], {
      render: async (request) => {
        await blocker.query('select from deliveries where run_id = $1 for update', [run.id]);
        return render(request);
      },
    }),
  );
  await noticed;
  await blocker.query('commit');
  blocker.release();
  const result = await sending;
  expect(result.stopped).toMatchObject({ reason: 'system', error: { exitCode: 69, code: 'smtp_unavailable' } });
  expect((await ledger(database.pool, run.id))[ANN]).toMatchObject({ status: 'pending', attempt: 0 });
  script({});
  await deliverReport(options([ANN]));
  expect(receivers()).toEqual([ANN]);
});

test('a mail server that is down stops the run after its first recipients and loses nobody', async () => {
  const recipients = Array.from({ length: 20 }, (_, i) => `r${i}@example.com`);
  await server.close();
  const result = await deliverReport(options(recipients));
  expect(result.stopped).toMatchObject({ reason: 'system', error: { exitCode: 69 } });
  expect(result.counts.pending).toBe(20);
  expect(result.outcomes.length).toBeLessThanOrEqual(3);
  server = await startSmtpServer();
});

test('a process that lost its lease sends nothing and writes nothing', async () => {
  await loseLease(database.pool, run);
  const result = await deliverReport(options([ANN]));
  expect(result.stopped).toEqual({ reason: 'lease_lost' });
  expect(server.messages).toEqual([]);
  expect(await statuses(database.pool, run.id)).toEqual({});
});

test('a lease lost while the report is made keeps every message back', async () => {
  const result = await deliverReport(
    options([ANN, BOB], {
      render: async (request) => {
        await loseLease(database.pool, run);
        return render(request);
      },
    }),
  );
  expect(result.stopped).toEqual({ reason: 'lease_lost' });
  expect(server.messages).toEqual([]);
  expect(await statuses(database.pool, run.id)).toEqual({ [ANN]: 'pending', [BOB]: 'pending' });
});

test('a lease lost between acceptance and the record leaves what the rescue wrote', async () => {
  script({
    data: async (): Promise<DataBehaviour> => {
      await loseLease(database.pool, run);
      await database.pool.query(`update deliveries set status = 'unknown' where run_id = $1`, [run.id]);
      return 'accept';
    },
  });
  const result = await deliverReport(options([ANN]));
  expect(result.stopped).toEqual({ reason: 'lease_lost' });
  expect(await statuses(database.pool, run.id)).toEqual({ [ANN]: 'unknown' });
});

test('what a dead attempt left sending becomes unknown and is not sent again', async () => {
  await database.pool.query(
    `insert into deliveries (run_id, recipient, status, updated_at) values ($1, $2, 'sending', $3)`,
    [run.id, ANN, NOW],
  );
  await deliverReport(options([ANN, BOB]));
  expect(await statuses(database.pool, run.id)).toEqual({ [ANN]: 'unknown', [BOB]: 'sent' });
  expect(receivers()).toEqual([BOB]);
});

test('a hold sends nothing, also when it comes while the report is made', async () => {
  await hold(database.pool, true);
  try {
    expect(await deliverReport(options([ANN]))).toMatchObject({ stopped: { reason: 'held' }, counts: { pending: 1 } });
    await hold(database.pool, false);
    const late = await deliverReport(
      options([ANN], {
        render: async (request) => {
          await hold(database.pool, true);
          return render(request);
        },
      }),
    );
    expect(late).toMatchObject({ stopped: { reason: 'held' }, counts: { pending: 1 } });
    expect(server.messages).toEqual([]);
  } finally {
    await hold(database.pool, false);
  }
  await deliverReport(options([ANN]));
  expect(receivers()).toEqual([ANN]);
});

test('suppression and duplicates do not depend on case (D8)', async () => {
  await suppress(database.pool, run.accountId, 'BOB@Example.COM');
  await deliverReport(options(['Ann@Example.com', 'ANN@example.com', 'Bob@example.com']));
  expect(receivers()).toEqual([ANN]);
  expect(await statuses(database.pool, run.id)).toEqual({ [ANN]: 'sent', [BOB]: 'suppressed' });
});

test('all suppressed: suppressed_all, and no connection is opened', async () => {
  await suppress(database.pool, run.accountId, ANN);
  let connections = 0;
  script({ mail: () => void connections++ });
  const { counts } = await deliverReport(options([ANN]));
  expect(runStatusFromLedger(counts)).toBe('suppressed_all');
  expect(connections).toBe(0);
});

test('a failed look-up of suppressions sends to nobody (D7)', async () => {
  const broken = await createTestDatabase();
  const itsRun = await createRun(broken.pool, await createAccount(broken.pool));
  await broken.pool.query('drop table suppressions');
  await expect(deliverReport(options([ANN], { db: broken.pool, run: itsRun }))).rejects.toThrow(/suppressions/);
  expect(server.messages).toEqual([]);
  await broken.close();
});

test('when the ledger cannot be written, the message is kept back (D1)', async () => {
  const broken = await createTestDatabase();
  const itsRun = await createRun(broken.pool, await createAccount(broken.pool));
  const attempt = deliverReport(
    options([ANN], {
      db: broken.pool,
      run: itsRun,
      render: async (request) => {
        await broken.pool.query('alter table deliveries rename to lost');
        return render(request);
      },
    }),
  );
  await expect(attempt).rejects.toThrow(/deliveries/);
  expect(server.messages).toEqual([]);
  await broken.close();
});

test('the link from a delivered message takes that address off that account’s list alone (D4)', async () => {
  const plus = 'dan+homes@example.com';
  await deliverReport(options([plus, ANN]));
  const raw = server.messages.find(({ to }) => to[0] === plus)?.raw ?? '';
  const link = /https:\S+/.exec((await simpleParser(raw)).text ?? '')?.[0] ?? '';
  const request = { secret: SECRET, token: link, now: NOW };
  expect(await applyUnsubscribe(database.pool, request)).toMatchObject({ email: plus, added: true });
  expect(await applyUnsubscribe(database.pool, request)).toMatchObject({ added: false });
  const otherAccount = await createAccount(database.pool);
  server.messages.length = 0;
  run = await createRun(database.pool, run.accountId);
  await deliverReport(options([plus, ANN]));
  expect(receivers()).toEqual([ANN]);
  run = await createRun(database.pool, otherAccount);
  await deliverReport(options([plus]));
  expect(receivers()).toEqual([ANN, plus]);
});

test('stopping waits for the answer under way and begins nothing new', async () => {
  const stop = new AbortController();
  script({
    data: async (): Promise<DataBehaviour> => {
      await once(server.events, 'received');
      stop.abort();
      return 'accept';
    },
  });
  const made: string[] = [];
  const result = await deliverReport(
    options([ANN, BOB, CAT], {
      signal: stop.signal,
      concurrency: 1,
      render: (request) => {
        made.push(request.email);
        return render(request);
      },
    }),
  );
  expect(made).toEqual([ANN]);
  expect(result.stopped).toEqual({ reason: 'aborted' });
  expect(result.counts).toMatchObject({ sent: 1, pending: 2, unknown: 0 });
});

test('a report that cannot be made sends nothing to anybody after it and rejects', async () => {
  const attempt = deliverReport(
    options([ANN, BOB], {
      concurrency: 1,
      render: () => {
        throw new Error('template');
      },
    }),
  );
  await expect(attempt).rejects.toThrow('template');
  expect(await statuses(database.pool, run.id)).toEqual({ [ANN]: 'pending', [BOB]: 'pending' });
});

test('no address and no token stands in the log, whatever happens (S3)', async () => {
  const { log, lines } = recordingLog();
  script({ rcpt: (address) => (address === BOB ? { code: 550, text: `<${BOB}> unknown` } : undefined) });
  await deliverReport(options([ANN, BOB], { log }));
  script({ data: () => 'drop_after_dot' });
  await deliverReport(options([CAT, ANN, BOB], { log }));
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.join('')).not.toMatch(/@|token=|Austin/);
});
