import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { buildMessage } from '../../src/delivery/message.ts';
import { createSmtpTransport } from '../../src/delivery/smtp.ts';
import type { SmtpSettings } from '../../src/delivery/smtp-options.ts';
import type { OutgoingMessage, SendHooks, Transport } from '../../src/delivery/transport.ts';
import { type DataBehaviour, startSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';
import { NOW, SENDER } from './fixtures.ts';

let server: TestSmtpServer;
let transport: Transport;
let message: OutgoingMessage;

const open = (settings: Partial<SmtpSettings> = {}) => {
  transport = createSmtpTransport({ url: server.url, ...settings });
};
const hooks = (changes: Partial<SendHooks> = {}): SendHooks => ({
  beforeFinalDot: async () => {},
  signal: new AbortController().signal,
  ...changes,
});

/** Fits into the first buffer on the way. */
const short = (): OutgoingMessage => ({ ...message, raw: Buffer.from('Subject: Austin\r\n\r\nAustin\r\n') });

beforeEach(async () => {
  server = await startSmtpServer();
  open();
  message = await buildMessage({
    runId: 'run',
    recipient: { email: 'ann@example.com' },
    from: SENDER.from,
    subject: 'Austin',
    // Many chunks, with lines that start with a dot.
    html: `<p>${'.\n..\nAustin '.repeat(6_000)}</p>`,
    text: '.\n',
    date: NOW,
  });
});
afterEach(async () => {
  transport.close();
  await server.close();
});

test('the bytes that arrive are the bytes that were built, dots and all', async () => {
  const outcome = await transport.send(message, hooks());
  expect(outcome).toEqual({ status: 'accepted', response: '250 OK queued as q1' });
  expect(server.messages[0]?.raw.equals(message.raw)).toBe(true);
  expect(server.messages[0]).toMatchObject({ from: SENDER.from.address, to: ['ann@example.com'] });
});

test('the server cannot have the whole message before the hook has resolved', async () => {
  let received = false;
  server.events.once('received', () => {
    received = true;
  });
  const order: boolean[] = [];
  await transport.send(message, hooks({ beforeFinalDot: async () => void order.push(received) }));
  expect([...order, received]).toEqual([false, true]);
});

test('a hook that rejects keeps the message back, and its error comes through', async () => {
  const cut = once(server.events, 'cut');
  // By its code it is told that the database is away, not the mail server.
  const refusal = Object.assign(new Error('no lease'), { code: 'ECONNREFUSED' });
  await expect(
    transport.send(
      message,
      hooks({
        beforeFinalDot: async () => {
          throw refusal;
        },
      }),
    ),
  ).rejects.toBe(refusal);
  expect(refusal.code).toBe('ECONNREFUSED');
  await cut;
  expect(server.messages).toEqual([]);
  expect(await transport.send(message, hooks())).toMatchObject({ status: 'accepted' });
});

test('lost before the final dot: not sent, even when the hook resolves afterwards', async () => {
  server.script = { data: () => 'drop_before_dot' };
  let committed = false;
  const noticed = once(server.events, 'noticed');
  const beforeFinalDot = async () => {
    await noticed;
    committed = true;
  };
  const outcome = await transport.send(short(), hooks({ beforeFinalDot }));
  expect(outcome).toMatchObject({ status: 'not_sent', error: { code: 'smtp_unavailable', exitCode: 69 } });
  expect(committed).toBe(true);
});

test('lost in the middle of a long message: not sent, and the hook is not called', async () => {
  server.script = { data: () => 'drop_before_dot' };
  const beforeFinalDot = vi.fn(async () => {});
  // More than the kernel buffers on both sides of a connection, 4 and 6 MB by default on Linux.
  const long = { ...message, raw: Buffer.alloc(24_000_000, 'Austin\r\n') };
  expect(await transport.send(long, hooks({ beforeFinalDot }))).toMatchObject({ status: 'not_sent' });
  expect(beforeFinalDot).not.toHaveBeenCalled();
});

test('lost after the final dot: unknown (D2)', async () => {
  server.script = { data: () => 'drop_after_dot' };
  expect(await transport.send(message, hooks())).toMatchObject({ status: 'unknown' });
});

test('no answer after the final dot: unknown', async () => {
  open({ timeouts: { silenceMs: 4_000 } });
  server.script = { data: () => new Promise<DataBehaviour>(() => {}) };
  expect(await transport.send(short(), hooks())).toMatchObject({ status: 'unknown' });
});

test('the hook is not called for a message whose recipient is refused, however short', async () => {
  server.script = { rcpt: () => ({ code: 550, text: 'no' }) };
  const beforeFinalDot = vi.fn(async () => {});
  expect(await transport.send(short(), hooks({ beforeFinalDot }))).toMatchObject({ status: 'permanent' });
  expect(beforeFinalDot).not.toHaveBeenCalled();
});

test.each([
  [550, 'permanent'],
  [451, 'temporary'],
])('a recipient refused with %i: %s', async (code, status) => {
  server.script = { rcpt: () => ({ code, text: 'no' }) };
  expect(await transport.send(message, hooks())).toMatchObject({ status, response: expect.stringMatching(`^${code}`) });
  server.script = {};
  expect(await transport.send(message, hooks())).toMatchObject({ status: 'accepted' });
});

test('a server that closes down (421) is the system’s fault, whatever it answers', async () => {
  server.script = { rcpt: () => ({ code: 421, text: 'closing' }) };
  expect(await transport.send(short(), hooks())).toMatchObject({ status: 'not_sent' });
  server.script = {};
  expect(await transport.send(short(), hooks())).toMatchObject({ status: 'accepted' });
});

test.each([
  [552, 'permanent'],
  [452, 'temporary'],
])('a message refused after its final dot with %i: %s', async (code, status) => {
  server.script = { data: () => ({ code, text: 'no' }) };
  expect(await transport.send(message, hooks())).toMatchObject({ status, response: expect.stringMatching(`^${code}`) });
});

test('a message above the size that the server announces is refused before it is sent; a smaller one goes', async () => {
  const small = await startSmtpServer({}, { size: 20_000 });
  open({ url: small.url });
  const beforeFinalDot = vi.fn(async () => {});
  expect(await transport.send(message, hooks({ beforeFinalDot }))).toMatchObject({
    status: 'permanent',
    response: expect.stringMatching(/larger/),
  });
  expect(beforeFinalDot).not.toHaveBeenCalled();
  expect(await transport.send(short(), hooks())).toMatchObject({ status: 'accepted' });
  await small.close();
});

test('a sender’s line refused for the message’s size (552) is the message’s fault, not a setting', async () => {
  server.script = { mail: () => ({ code: 552, text: '5.3.4 too big' }) };
  expect(await transport.send(message, hooks())).toMatchObject({ status: 'permanent', response: '552 5.3.4 too big' });
});

test('the size is said with the sender, so that a full mailbox can be told beforehand', async () => {
  const sizes: unknown[] = [];
  const told = await startSmtpServer(
    {},
    {
      size: 1_000_000,
      onMailFrom: ({ args }, _session, callback) => {
        sizes.push(args ? args.SIZE : undefined);
        callback();
      },
    },
  );
  open({ url: told.url });
  await transport.send(message, hooks());
  expect(sizes.map(Number)).toEqual([message.raw.length]);
  await told.close();
});

test('one connection carries message after message', async () => {
  let connections = 0;
  const counting = await startSmtpServer(
    {},
    {
      onConnect: (_session, callback) => {
        connections += 1;
        callback();
      },
    },
  );
  open({ url: counting.url });
  for (let i = 0; i < 20; i += 1) await transport.send(short(), hooks());
  expect([counting.messages.length, connections]).toEqual([20, 1]);
  await counting.close();
});

test('a sender refused for good is a setting to correct, not the recipient’s fault', async () => {
  server.script = { mail: () => ({ code: 553, text: 'not yours' }) };
  const outcome = await transport.send(message, hooks());
  expect(outcome).toMatchObject({ status: 'not_sent', error: { code: 'smtp_sender_refused', scope: 'system' } });
  server.script = { mail: () => ({ code: 451, text: 'later' }) };
  expect(await transport.send(message, hooks())).toMatchObject({ status: 'temporary' });
});

test('a refused login is the system’s fault; the error holds no secret', async () => {
  const strict = await startSmtpServer(
    {},
    { authOptional: false, allowInsecureAuth: true, onAuth: (_auth, _session, callback) => callback(new Error('no')) },
  );
  const login = createSmtpTransport({ url: strict.url.replace('//', '//user%40x:p%C3%A4ss@') });
  const outcome = await login.send(message, hooks());
  expect(outcome).toMatchObject({ status: 'not_sent', error: { code: 'smtp_auth', exitCode: 69 } });
  expect(outcome.status === 'not_sent' ? outcome.error.message : 'user@x').not.toMatch(/user@|user%|p%|päss/);
  login.close();
  await strict.close();
});

test('user and password are decoded from the URL', async () => {
  const logins: unknown[] = [];
  const strict = await startSmtpServer(
    {},
    {
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, callback) => {
        logins.push([username, password]);
        callback(null, { user: username });
      },
    },
  );
  const login = createSmtpTransport({ url: strict.url.replace('//', '//user%40x:p%C3%A4ss@') });
  expect(await login.send(message, hooks())).toMatchObject({ status: 'accepted' });
  expect(logins).toEqual([['user@x', 'päss']]);
  login.close();
  await strict.close();
});

test('nobody listens: not sent', async () => {
  const { port } = server;
  await server.close();
  open({ url: `smtp://127.0.0.1:${port}` });
  expect(await transport.send(message, hooks())).toMatchObject({
    status: 'not_sent',
    error: { code: 'smtp_unavailable' },
  });
  server = await startSmtpServer();
});

test('a server that never greets is given up: not sent', async () => {
  const silent = createServer();
  open({ url: await listen(silent), timeouts: { greetingMs: 100 } });
  expect(await transport.send(message, hooks())).toMatchObject({ status: 'not_sent' });
  transport.close();
  silent.close();
});

test('smtps to a server without a valid certificate: not sent, in clear text neither', async () => {
  open({ url: server.url.replace('smtp:', 'smtps:') });
  expect(await transport.send(message, hooks())).toMatchObject({ status: 'not_sent' });
  expect(server.messages).toEqual([]);
});

test('stopping before the final dot: not sent', async () => {
  const stop = new AbortController();
  const outcome = await transport.send(
    message,
    hooks({ signal: stop.signal, beforeFinalDot: async () => stop.abort() }),
  );
  expect(outcome).toMatchObject({ status: 'not_sent' });
  expect(await transport.send(message, hooks({ signal: stop.signal }))).toMatchObject({ status: 'not_sent' });
  expect(server.messages).toEqual([]);
});

test('stopping after the final dot waits for the answer', async () => {
  const stop = new AbortController();
  server.script = {
    data: async (): Promise<DataBehaviour> => {
      await once(server.events, 'received');
      stop.abort();
      await new Promise(setImmediate);
      return 'accept';
    },
  };
  expect(await transport.send(message, hooks({ signal: stop.signal }))).toMatchObject({ status: 'accepted' });
});

async function listen(silent: Server): Promise<string> {
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `smtp://127.0.0.1:${address.port}`;
}
