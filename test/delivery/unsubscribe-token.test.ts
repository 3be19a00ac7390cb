import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createToken, readToken, unsubscribeLink } from '../../src/delivery/unsubscribe-token.ts';
import { BASE_URL, SECRET } from './fixtures.ts';

const claims = { accountId: '0197a000-0000-7000-8000-000000000001', email: 'dan+homes@example.com' };

test('a token survives the way through a link, plus signs included', () => {
  const link = unsubscribeLink(`${BASE_URL}?lang=en`, createToken(SECRET, claims));
  expect(new URL(link).searchParams.get('lang')).toBe('en');
  expect(readToken(SECRET, ` ${link}\n`)).toEqual(claims);
  expect(readToken(SECRET, createToken(SECRET, claims))).toEqual(claims);
});

test('no character of a token can be changed', () => {
  const token = createToken(SECRET, claims);
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(...'ABCxyz019-_.'), (at, character) => {
      fc.pre(token[at] !== character);
      const changed = token.slice(0, at) + character + token.slice(at + 1);
      // The last character of 43 carries four spare bits, so some changes there are the same bytes.
      fc.pre(
        !Buffer.from(changed.split('.')[1] ?? '', 'base64url').equals(
          Buffer.from(token.split('.')[1] ?? '', 'base64url'),
        ) || at < token.indexOf('.'),
      );
      expect(() => readToken(SECRET, changed)).toThrow(expect.objectContaining({ code: 'bad_token', exitCode: 2 }));
    }),
  );
});

test('claims of somebody else with a genuine signature are refused', () => {
  const [, signature] = createToken(SECRET, claims).split('.');
  const [other] = createToken(SECRET, { ...claims, email: 'eve@example.com' }).split('.');
  expect(() => readToken(SECRET, `${other}.${signature}`)).toThrow(/was changed/);
});

test('a token signed with another secret says so', () => {
  expect(() => readToken(SECRET, createToken(`${SECRET}!`, claims))).toThrow(/another UNSUBSCRIBE_SECRET/);
});

test.each(['', '.', 'abc', 'a.b.c', 'https://reports.example.com/unsubscribe', 'https://x.example/?token='])(
  'refuses %j',
  (text) => {
    expect(() => readToken(SECRET, text)).toThrow(expect.objectContaining({ code: 'bad_token' }));
  },
);

test('a token for another purpose is none', () => {
  const token = createToken(SECRET, claims);
  const payload = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
  expect(payload.at(-1)).toBe('unsubscribe');
  expect(payload.join()).not.toContain(SECRET);
});

test('after a rotation new links are signed by the new secret, and old ones go on working', () => {
  const [former, current] = ['the former secret 16+', 'the current secret 16+'];
  const old = createToken(former, claims);
  const fresh = createToken(`${current},${former}`, claims);
  for (const rotated of [`${current},${former}`, ` ${current}\n${former}\n`]) {
    expect(readToken(rotated, old)).toEqual(claims);
    expect(readToken(rotated, fresh)).toEqual(claims);
  }
  expect(readToken(current, fresh)).toEqual(claims);
  expect(() => readToken(current, old)).toThrow(/another UNSUBSCRIBE_SECRET/);
});

test('a key id alone opens nothing: another secret cannot sign under it', () => {
  const [payload = ''] = createToken(SECRET, claims).split('.');
  const forged = createHmac('sha256', 'the attacker’s secret').update(payload).digest('base64url');
  expect(() => readToken(`${SECRET},the attacker does not know`, `${payload}.${forged}`)).toThrow(/was changed/);
});

test('account, address and purpose are all signed', () => {
  const [payload = '', signature = ''] = createToken(SECRET, claims).split('.');
  const parts = JSON.parse(Buffer.from(payload, 'base64url').toString()) as unknown[];
  const replacements = ['0197a000-0000-7000-8000-000000000002', 'eve@example.com', 'resubscribe'];
  replacements.forEach((replacement, i) => {
    const changed = Buffer.from(JSON.stringify(parts.with(i + 2, replacement))).toString('base64url');
    expect(() => readToken(SECRET, `${changed}.${signature}`)).toThrow(/was changed/);
  });
});
