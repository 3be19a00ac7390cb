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
