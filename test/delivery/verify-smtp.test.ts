import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifySmtp } from '../../src/delivery/verify-smtp.ts';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';

let server: TestSmtpServer;
beforeEach(async () => {
  server = await startSmtpServer(
    {},
    {
      authOptional: true,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username, password }, _session, done) =>
        username === 'me' && password === 'right' ? done(null, { user: 'me' }) : done(new Error('no')),
    },
  );
});
afterEach(() => server.close());

const urlOf = (user: string, password: string) => `smtp://${user}:${password}@127.0.0.1:${server.port}`;

test('a server that lets us in says nothing, and gets no message', async () => {
  expect(await verifySmtp({ url: urlOf('me', 'right') })).toBeUndefined();
  expect(server.messages).toEqual([]);
});

test('a wrong password and a server that is not there are told apart', async () => {
  expect(await verifySmtp({ url: urlOf('me', 'wrong') })).toBe('EAUTH');
  expect(await verifySmtp({ url: 'smtp://127.0.0.1:1' })).toBe('ESOCKET');
});
