import { expect, test } from 'vitest';
import { isLoopback, smtpOptions } from '../../src/delivery/smtp-options.ts';

test.each([
  ['smtp://mail.example.com:587', { secure: false, requireTLS: true, port: 587 }],
  ['smtps://mail.example.com', { secure: true }],
  ['smtp://127.0.0.1:2525', { secure: false, ignoreTLS: true }],
  ['smtp://[::1]:2525', { host: '::1', ignoreTLS: true }],
])('%s', (url, expected) => {
  expect(smtpOptions({ url })).toMatchObject({ ...expected, maxRequeues: 0 });
});

test('only this host may go without TLS, whatever its name looks like', () => {
  expect(['localhost', '127.0.0.1', '127.1.2.3', '::1'].every(isLoopback)).toBe(true);
  expect(['localhost.example.com', '127.0.0.1.example.com', '10.0.0.1', '::2'].some(isLoopback)).toBe(false);
});

test('TLS may be asked for on this host, and be left to a relay elsewhere, but no password goes out without it', () => {
  const local = { url: 'smtp://127.0.0.1:2525', tls: 'required' } as const;
  expect(smtpOptions(local)).toMatchObject({ requireTLS: true });
  expect(smtpOptions(local)).not.toHaveProperty('ignoreTLS');
  const relay = { url: 'smtp://relay.example.com', tls: 'optional' } as const;
  expect(smtpOptions(relay)).toMatchObject({ requireTLS: false });
  expect(smtpOptions(relay)).not.toHaveProperty('ignoreTLS');
  expect(smtpOptions({ ...relay, url: 'smtp://u:p@relay.example.com' })).toMatchObject({ requireTLS: true });
});

test('TLS cannot be switched off by the URL', () => {
  for (const query of ['?requireTLS=false', '?ignoreTLS=true', '?tls.rejectUnauthorized=false']) {
    const attempt = () => smtpOptions({ url: `smtp://mail.example.com${query}` });
    expect(attempt).toThrow(expect.objectContaining({ exitCode: 78 }));
  }
});

test('credentials are taken from the URL and left out where there are none', () => {
  expect(smtpOptions({ url: 'smtp://a%40b:p%2Fw@mail.example.com' }).auth).toEqual({ user: 'a@b', pass: 'p/w' });
  expect(smtpOptions({ url: 'smtp://mail.example.com' })).not.toHaveProperty('auth');
});
