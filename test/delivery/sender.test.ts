import { expect, test } from 'vitest';
import { assertMailSettings, resolveSender, type SenderSettings } from '../../src/delivery/sender.ts';
import { BASE_URL, SECRET } from './fixtures.ts';

const complete: SenderSettings = {
  transport: 'smtp',
  mailFrom: 'Reports <Reports@lonestar.example>',
  postalAddress: '12 Main Street, Austin, TX 78701',
  unsubscribeBaseUrl: BASE_URL,
  unsubscribeSecret: SECRET,
};

test.each<[Partial<SenderSettings>, string]>([
  [{ mailFrom: undefined }, 'mail_from_missing'],
  [{ mailFrom: 'reports' }, 'mail_from_invalid'],
  [{ mailFrom: 'a@b.example\r\nBcc: eve@evil.example' }, 'mail_from_invalid'],
  [{ postalAddress: undefined }, 'postal_address_missing'],
  [{ postalAddress: null }, 'postal_address_missing'],
  [{ postalAddress: '  ' }, 'postal_address_missing'],
  [{ unsubscribeBaseUrl: undefined }, 'unsubscribe_base_url_missing'],
  [{ unsubscribeBaseUrl: 'http://localhost/unsubscribe' }, 'unsubscribe_base_url_missing'],
  [{ unsubscribeSecret: undefined }, 'unsubscribe_secret_missing'],
  [{ unsubscribeSecret: '' }, 'unsubscribe_secret_missing'],
])('smtp with %j is refused (D5, D6, D10)', (changes, code) => {
  expect(() => assertMailSettings({ ...complete, ...changes })).toThrow(
    expect.objectContaining({ code, exitCode: 78 }),
  );
});

test('complete settings make a sender', () => {
  expect(
    resolveSender({ ...complete, brandName: ' Lone Star ', brandReplyTo: 'Desk <Desk@lonestar.example>' }),
  ).toEqual({
    from: { address: 'reports@lonestar.example', name: 'Lone Star' },
    replyTo: 'desk@lonestar.example',
    postalAddress: '12 Main Street, Austin, TX 78701',
    unsubscribe: { baseUrl: BASE_URL, secret: SECRET },
  });
  expect(resolveSender(complete).from.name).toBe('Reports');
});

test('the outbox goes without, and makes no link that nobody could follow', () => {
  expect(resolveSender({ transport: 'outbox' })).toEqual({ from: { address: 'reports@reportctl.invalid' } });
  const http = { ...complete, transport: 'outbox' as const, unsubscribeBaseUrl: 'http://localhost' };
  expect(resolveSender(http)).not.toHaveProperty('unsubscribe');
});

test('a test send by smtp needs the sender alone', () => {
  expect(resolveSender({ transport: 'smtp', mailFrom: 'a@b.example', testSend: true })).toEqual({
    from: { address: 'a@b.example' },
  });
  expect(resolveSender({ ...complete, testSend: true })).not.toHaveProperty('unsubscribe');
  expect(() => assertMailSettings({ transport: 'smtp', testSend: true })).toThrow(/MAIL_FROM/);
});

test('a reply-to that is no address is left out (D13)', () => {
  const sender = resolveSender({ ...complete, brandReplyTo: 'desk@lonestar.example\nBcc: eve@evil.example' });
  expect(sender).not.toHaveProperty('replyTo');
});
