import { afterEach, beforeEach, expect, test } from 'vitest';
import { pacedTransport } from '../../src/delivery/paced.ts';
import type { OutgoingMessage, Transport } from '../../src/delivery/transport.ts';
import { createLocalGate } from '../../src/listings/request-gate.ts';
import { VendorBusyError } from '../../src/listings/vendor-busy-error.ts';
import { tickAt } from '../app/tick-at.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule } from '../support/fixtures.ts';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';

let database: TestDatabase;
let smtp: TestSmtpServer;
beforeEach(async () => {
  [database, smtp] = await Promise.all([createTestDatabase(), startSmtpServer()]);
});
afterEach(() => Promise.all([database.close(), smtp.close()]));

const message: OutgoingMessage = {
  envelope: { from: 'a@example.com', to: 'b@example.com' },
  raw: Buffer.from('Subject: x\r\n\r\nx\r\n'),
  messageId: '<x@example.com>',
  html: '',
};
const hooks = (signal = new AbortController().signal) => ({ signal, beforeFinalDot: async () => {} });
const sent: number[] = [];
const recording: Transport = {
  name: 'smtp',
  send: async () => {
    sent.push(performance.now());
    return { status: 'accepted', response: '250' };
  },
  close: () => {},
};
beforeEach(() => {
  sent.length = 0;
});

test('a message waits for its turn', async () => {
  const paced = pacedTransport(recording, createLocalGate(2, 200));
  const began = performance.now();
  await Promise.all([1, 2, 3].map(() => paced.send(message, hooks())));
  // A timer counts whole milliseconds, and may end two early; unpaced there is less than one between them.
  expect((sent[2] ?? 0) - began).toBeGreaterThanOrEqual(190);
});

test('who stops waiting, or would wait for minutes, is not sent; a broken gate is no answer', async () => {
  const refusing = (error: Error) => pacedTransport(recording, { acquire: () => Promise.reject(error) });
  const notSent = { status: 'not_sent', error: { code: 'smtp_pace', scope: 'system' } };
  expect(await pacedTransport(recording, createLocalGate()).send(message, hooks(AbortSignal.abort()))).toMatchObject(
    notSent,
  );
  const busy = new VendorBusyError(new Date(), 'slot_beyond_deadline');
  expect(await refusing(busy).send(message, hooks())).toMatchObject(notSent);
  await expect(refusing(new Error('no database')).send(message, hooks())).rejects.toThrow('no database');
  expect(sent).toEqual([]);
});

test('SMTP_PER_SECOND is one pace for all processes: they take their turns in the database', {
  timeout: 120_000,
}, async () => {
  const now = new Date('2026-06-10T14:00:00Z');
  const account = await addTestAccount(database.pool);
  await addTestSchedule(database.pool, account, { nextRunAt: now, recipients: ['a@example.com', 'b@example.com'] });
  const env = {
    DATABASE_URL: database.url,
    LISTINGS_FEED: 'sample',
    SMTP_URL: smtp.url,
    SMTP_PER_SECOND: '1000',
    MAIL_FROM: 'Reports <reports@example.com>',
    UNSUBSCRIBE_BASE_URL: 'https://reports.example.com/unsubscribe',
    UNSUBSCRIBE_SECRET: 'a secret of more than sixteen characters',
    LOG_LEVEL: 'silent',
  };
  expect(await tickAt(now, { env, cwd: '/tmp' })).toMatchObject({ completed: 1 });
  const { rows } = await database.pool.query('select used_today as turns, credential from rate_limits');
  expect(rows).toMatchObject([{ turns: 2, credential: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  expect(smtp.messages).toHaveLength(2);
});
