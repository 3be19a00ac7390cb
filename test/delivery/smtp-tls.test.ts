import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { createSmtpTransport } from '../../src/delivery/smtp.ts';
import type { SmtpTls } from '../../src/delivery/smtp-options.ts';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';

// Self-signed for localhost, made for tests alone.
const fixture = (name: string) => fileURLToPath(new URL(`../cache/fixtures/localhost.${name}.pem`, import.meta.url));
const certificate = { key: readFileSync(fixture('key')), cert: readFileSync(fixture('cert')) };
const OFFERS_TLS = { ...certificate, disabledCommands: [] };

let server: TestSmtpServer;
afterEach(() => server.close());

async function send(options: SMTPServerOptions, { tls, url }: { tls?: SmtpTls; url?: (port: number) => string } = {}) {
  server = await startSmtpServer({}, options);
  const transport = createSmtpTransport({ url: url?.(server.port) ?? server.url, tls });
  const message = {
    envelope: { from: 'a@example.com', to: 'b@example.com' },
    raw: Buffer.from('Subject: x\r\n\r\nx\r\n'),
    messageId: '<x@example.com>',
    html: '',
  };
  const outcome = await transport.send(message, {
    signal: new AbortController().signal,
    beforeFinalDot: async () => {},
  });
  transport.close();
  return outcome;
}

test.each<[string, SMTPServerOptions]>([
  ['that offers none', {}],
  ['that refuses it', { ...OFFERS_TLS, needsUpgrade: false, onSecure: (_s, _session, done) => done(new Error('no')) }],
  ['whose certificate nobody vouches for', OFFERS_TLS],
])('where TLS is required, a server %s gets no message: not sent', async (_what, options) => {
  const outcome = await send(options, { tls: 'required' });
  expect(outcome).toMatchObject({
    status: 'not_sent',
    error: { code: expect.stringMatching(/^smtp_(tls|unavailable)$/) },
  });
  expect(server.messages).toEqual([]);
});

test('a certificate for another host is none', async () => {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: fixture('cert') };
  server = await startSmtpServer({}, OFFERS_TLS);
  const asked = (host: string) => sendFromChild(`smtp://${host}:${server.port}`, env);
  expect(await asked('127.0.0.1')).toBe('not_sent');
  expect(await asked('localhost')).toBe('accepted');
  expect(server.messages).toHaveLength(1);
});

/** Trust in certificates is set when a process starts. */
async function sendFromChild(url: string, env: NodeJS.ProcessEnv): Promise<string> {
  const program = `
    import { createSmtpTransport } from ${JSON.stringify(new URL('../../src/delivery/smtp.ts', import.meta.url).href)};
    const transport = createSmtpTransport({ url: process.argv[1], tls: 'required' });
    const message = { envelope: { from: 'a@example.com', to: 'b@example.com' }, raw: Buffer.from('Subject: x\\r\\n\\r\\nx\\r\\n') };
    const hooks = { signal: new AbortController().signal, beforeFinalDot: async () => {} };
    process.stdout.write((await transport.send(message, hooks)).status);
    transport.close();`;
  const argv = ['--import', 'tsx', '--input-type=module', '-e', program, url];
  return (await promisify(execFile)(process.execPath, argv, { env })).stdout;
}

test('on this host it goes in clear text, also where the server would offer TLS', async () => {
  expect(await send(OFFERS_TLS)).toMatchObject({ status: 'accepted' });
});
