import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '../../../src/core/clock.ts';
import type { Pool } from '../../../src/db/pool.ts';
import { createSmtpTransport } from '../../../src/delivery/smtp.ts';
import type { Transport } from '../../../src/delivery/transport.ts';
import { sendNotices } from '../../../src/pipeline/notices/send-notices.ts';
import { hold, recordingLog } from '../../delivery/fixtures.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { addTestAccount, addTestSchedule } from '../../support/fixtures.ts';
import { type SmtpScript, startSmtpServer, type TestSmtpServer } from '../../support/smtp-server.ts';

// Notices go through the same states as reports' messages: told at most once, whatever happens in between.
const NOW = new Date('2026-06-10T14:00:00Z');
const MINUTE = 60_000;
const OWNER = 'owner@example.com';

let database: TestDatabase;
let pool: Pool;
let smtp: TestSmtpServer;
let transport: Transport;
let cwd: string;
beforeEach(async () => {
  [database, smtp, cwd] = await Promise.all([
    createTestDatabase(),
    startSmtpServer(),
    mkdtemp(join(tmpdir(), 'reportctl-notices-')),
  ]);
  ({ pool } = database);
  transport = createSmtpTransport({ url: smtp.url });
  const account = await addTestAccount(pool, { ownerEmail: OWNER });
  const schedule = await addTestSchedule(pool, account, { status: 'paused', nextRunAt: null });
  await pool.query(`update schedules set paused_by = 'failures'`);
  await pool.query(
    `insert into notices (id, account_id, schedule_id, kind, period, status, error_code, created_at, due_at)
     values (gen_random_uuid(), $1, $2, 'schedule_paused', 'p', 'pending', 'no_such_place', $3, $3)`,
    [account, schedule, NOW],
  );
});
afterEach(async () => {
  transport.close();
  await Promise.all([database.close(), smtp.close(), rm(cwd, { recursive: true })]);
});

const { log, lines } = recordingLog();
const clockAt = (minutes: number): Clock => ({ now: () => new Date(NOW.getTime() + minutes * MINUTE) });
const pass = (minutes = 0, changes: { signal?: AbortSignal; transport?: Transport } = {}) =>
  sendNotices({
    ...{ pool, log, clock: clockAt(minutes), mail: { mailFrom: 'Reports <reports@example.com>' } },
    signal: changes.signal ?? new AbortController().signal,
    openTransport: async () => changes.transport ?? transport,
  });
const script = (changes: SmtpScript) => {
  smtp.script = changes;
};
async function row() {
  const { rows } = await pool.query('select status, attempt, due_at, response from notices');
  const { due_at, ...rest } = rows[0];
  return { ...rest, dueIn: (due_at.getTime() - NOW.getTime()) / MINUTE };
}

test('eight processes at once: one message', async () => {
  await Promise.all(Array.from({ length: 8 }, () => pass()));
  expect(smtp.messages).toHaveLength(1);
  expect(await row()).toMatchObject({ status: 'sent' });
});

test('the answer lost after the final dot: unknown, and never sent again', async () => {
  script({ data: () => 'drop_after_dot' });
  await pass();
  script({});
  expect(await row()).toMatchObject({ status: 'unknown' });
  for (const minutes of [5, 60, 10_000]) await pass(minutes);
  expect(smtp.messages).toEqual([]);
});

test('the connection lost before the final dot: sent once, five minutes later', async () => {
  script({ data: () => 'drop_before_dot' });
  const noticed = once(smtp.events, 'noticed');
  await pass(0, {
    transport: {
      ...transport,
      // A short message's end is reached before this process can see that it was cut off.
      send: (message, hooks) =>
        transport.send(message, { ...hooks, beforeFinalDot: () => noticed.then(() => hooks.beforeFinalDot()) }),
    },
  });
  script({});
  expect(await row()).toMatchObject({ status: 'pending', attempt: 0, dueIn: 5 });
  await pass(4);
  expect(smtp.messages).toEqual([]);
  await pass(5);
  expect(smtp.messages).toHaveLength(1);
});

test('a process that died before it sent: another one does, once its time is over', async () => {
  await pool.query(`update notices set claim_token = gen_random_uuid(), due_at = $1`, [clockAt(10).now()]);
  await pass(9);
  expect(smtp.messages).toEqual([]);
  await pass(10);
  expect(smtp.messages).toHaveLength(1);
});

test('a process that died while it sent: unknown, and never sent again', async () => {
  await pool.query(`update notices set status = 'sending', claim_token = gen_random_uuid(), due_at = $1`, [
    clockAt(10).now(),
  ]);
  await pass(9);
  expect(await row()).toMatchObject({ status: 'sending' });
  await pass(10);
  await pass(10_000);
  expect(await row()).toMatchObject({ status: 'unknown' });
  expect(smtp.messages).toEqual([]);
});

test('whoever lost it to another process sends nothing and writes nothing', async () => {
  const slow: Transport = {
    ...transport,
    send: async (message, hooks) => {
      await pool.query('update notices set claim_token = gen_random_uuid()');
      return transport.send(message, hooks);
    },
  };
  await pass(0, { transport: slow });
  expect(smtp.messages).toEqual([]);
  expect(await row()).toMatchObject({ status: 'pending' });
});

test('refused for now: after 5, 15, 60 and 240 minutes, then failed', async () => {
  script({ rcpt: () => ({ code: 451, text: 'greylisted' }) });
  let minutes = 0;
  for (const wait of [5, 15, 60, 240]) {
    await pass(minutes);
    minutes += wait;
    expect(await row()).toMatchObject({ status: 'pending', dueIn: minutes });
  }
  await pass(minutes);
  expect(await row()).toMatchObject({ status: 'failed', response: expect.stringMatching(/^451/) });
});

test('refused for good: failed, and not tried again', async () => {
  script({ rcpt: () => ({ code: 550, text: 'no such user' }) });
  await pass();
  script({});
  await pass(10_000);
  expect(await row()).toMatchObject({ status: 'failed' });
  expect(smtp.messages).toEqual([]);
});

test('under a hold nothing is sent, also when it comes at the last moment', async () => {
  await hold(pool, true);
  await pass();
  await hold(pool, false);
  const late: Transport = {
    ...transport,
    send: async (message, hooks) => {
      await hold(pool, true);
      return transport.send(message, hooks);
    },
  };
  await pass(0, { transport: late });
  expect(smtp.messages).toEqual([]);
  expect(await row()).toMatchObject({ status: 'pending' });
});

test('a tick that is told to stop leaves it to the next one', async () => {
  await pass(0, { signal: AbortSignal.abort() });
  expect(await row()).toMatchObject({ status: 'pending', dueIn: 5 });
});

test('no address stands in the log (S3)', async () => {
  await pass();
  expect(lines.join('')).toContain('addr:');
  expect(lines.join('')).not.toContain(OWNER);
});
