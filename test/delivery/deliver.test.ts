import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { deliverReport } from '../../src/delivery/deliver.ts';
import { runStatusFromLedger } from '../../src/delivery/run-status.ts';
import { applyUnsubscribe } from '../../src/delivery/unsubscribe.ts';
import { readToken } from '../../src/delivery/unsubscribe-token.ts';
import { createTestDatabase } from '../support/database.ts';
import { startSmtpServer } from '../support/smtp-server.ts';
import { ANN, BOB, CAT, options, receivers, script, useDeliveryWorld, world } from './deliver-world.ts';
import { createAccount, createRun, ledger, NOW, recordingLog, render, SECRET, statuses, suppress } from './fixtures.ts';

useDeliveryWorld();

const later = (minutes: number) => ({ now: () => new Date(NOW.getTime() + minutes * 60_000) });

test('each recipient gets one message, with one To and a token for that recipient alone (D3)', async () => {
  const result = await deliverReport(options([ANN, BOB, CAT]));
  expect(result.counts).toMatchObject({ sent: 3, pending: 0 });
  expect(result.stopped).toBeUndefined();
  expect(receivers()).toEqual([ANN, BOB, CAT]);
  for (const { to, raw } of world.server.messages) {
    const mail = await simpleParser(raw);
    expect([mail.to].flat().map((field) => field?.text)).toEqual(to);
    const link = /<(https:[^>]*)>/.exec(String(mail.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line));
    expect(readToken(SECRET, link?.[1] ?? '')).toEqual({ accountId: world.run.accountId, email: to[0] });
    for (const other of [ANN, BOB, CAT].filter((email) => email !== to[0])) expect(raw.toString()).not.toContain(other);
  }
});

test('the ledger holds the subject, the provider’s answer and the SHA-256 of the bytes that arrived (D14)', async () => {
  await deliverReport(options([ANN]));
  const [message] = world.server.messages;
  const mail = await simpleParser(message?.raw ?? '');
  const row = (await ledger(world.database.pool, world.run.id))[ANN];
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
  expect(await statuses(world.database.pool, world.run.id)).toEqual({ [ANN]: 'sent', [BOB]: 'failed', [CAT]: 'sent' });
  expect(runStatusFromLedger(result.counts)).toBe('partial');
  script({});
  await deliverReport(options([ANN, BOB, CAT]));
  expect(receivers()).toEqual([ANN, CAT]);
});

test('a message refused after its last byte is failed, not sent and not unknown (D12)', async () => {
  script({ data: () => ({ code: 554, text: 'spam' }) });
  const { counts } = await deliverReport(options([ANN]));
  expect(await statuses(world.database.pool, world.run.id)).toEqual({ [ANN]: 'failed' });
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
  expect((await ledger(world.database.pool, world.run.id))[ANN]).toMatchObject({ status: 'failed', attempt: 5 });
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
  await suppress(world.database.pool, world.run.accountId, ANN);
  await deliverReport(options([ANN, CAT], { clock: later(5) }));
  expect(receivers()).toEqual([CAT]);
  expect(await statuses(world.database.pool, world.run.id)).toEqual({
    [ANN]: 'suppressed',
    [BOB]: 'suppressed',
    [CAT]: 'sent',
  });
});

test('a connection lost after the final dot leaves unknown, and is never sent again (D2)', async () => {
  script({ data: () => 'drop_after_dot' });
  const { counts } = await deliverReport(options([ANN]));
  const row = (await ledger(world.database.pool, world.run.id))[ANN];
  expect(row).toMatchObject({ status: 'unknown', subject: expect.stringContaining('Austin') });
  expect(row?.body_sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(runStatusFromLedger(counts)).toBe('partial');
  script({});
  await deliverReport(options([ANN]));
  expect(world.server.messages).toEqual([]);
});

test('a connection lost before the final dot leaves pending, and the retry sends once', async () => {
  script({ data: () => 'drop_before_dot' });
  // While its row is locked `sending` cannot be committed, so the connection is surely lost before the final dot.
  const blocker = await world.database.pool.connect();
  await blocker.query('begin');
  const noticed = once(world.server.events, 'noticed');
  const sending = deliverReport(
    options([ANN], {
      render: async (request) => {
        await blocker.query('select from deliveries where run_id = $1 for update', [world.run.id]);
        return render(request);
      },
    }),
  );
  await noticed;
  await blocker.query('commit');
  blocker.release();
  const result = await sending;
  expect(result.stopped).toMatchObject({ reason: 'system', error: { exitCode: 69, code: 'smtp_unavailable' } });
  expect((await ledger(world.database.pool, world.run.id))[ANN]).toMatchObject({ status: 'pending', attempt: 0 });
  script({});
  await deliverReport(options([ANN]));
  expect(receivers()).toEqual([ANN]);
});

test('a mail server that is down stops the run after its first recipients and loses nobody', async () => {
  const recipients = Array.from({ length: 20 }, (_, i) => `r${i}@example.com`);
  await world.server.close();
  const result = await deliverReport(options(recipients));
  expect(result.stopped).toMatchObject({ reason: 'system', error: { exitCode: 69 } });
  expect(result.counts.pending).toBe(20);
  expect(result.outcomes.length).toBeLessThanOrEqual(5);
  world.server = await startSmtpServer();
});

test('suppression and duplicates do not depend on case (D8)', async () => {
  await suppress(world.database.pool, world.run.accountId, 'BOB@Example.COM');
  await deliverReport(options(['Ann@Example.com', 'ANN@example.com', 'Bob@example.com']));
  expect(receivers()).toEqual([ANN]);
  expect(await statuses(world.database.pool, world.run.id)).toEqual({ [ANN]: 'sent', [BOB]: 'suppressed' });
});

test('all suppressed: suppressed_all, and no connection is opened', async () => {
  await suppress(world.database.pool, world.run.accountId, ANN);
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
  expect(world.server.messages).toEqual([]);
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
  expect(world.server.messages).toEqual([]);
  await broken.close();
});

test('the link from a delivered message takes that address off that account’s list alone (D4)', async () => {
  const plus = 'dan+homes@example.com';
  await deliverReport(options([plus, ANN]));
  const raw = world.server.messages.find(({ to }) => to[0] === plus)?.raw ?? '';
  const link = /https:\S+/.exec((await simpleParser(raw)).text ?? '')?.[0] ?? '';
  const request = { secret: SECRET, token: link, now: NOW };
  expect(await applyUnsubscribe(world.database.pool, request)).toMatchObject({ email: plus, added: true });
  expect(await applyUnsubscribe(world.database.pool, request)).toMatchObject({ added: false });
  const otherAccount = await createAccount(world.database.pool);
  world.server.messages.length = 0;
  world.run = await createRun(world.database.pool, world.run.accountId);
  await deliverReport(options([plus, ANN]));
  expect(receivers()).toEqual([ANN]);
  world.run = await createRun(world.database.pool, otherAccount);
  await deliverReport(options([plus]));
  expect(receivers()).toEqual([ANN, plus]);
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
