import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressDigest, createRedactor } from '../../src/core/redact.ts';
import { anySign } from '../support/any-sign.ts';

const redact = createRedactor(['s3cret "quoted"', 'abc']);

test.each([
  'key s3cret "quoted" in plain text',
  JSON.stringify({ key: 's3cret "quoted"' }),
  `https://host/?key=${encodeURIComponent('s3cret "quoted"')}`,
])('a known secret disappears: %s', (text) => {
  expect(redact(text)).toContain('[redacted]');
  expect(redact(text)).not.toContain('s3cret');
});

test('credentials inside a URL disappear, the host stays', () => {
  expect(redact('postgres://user:pw@db.example.com/x')).toBe('postgres://[redacted]@db.example.com/x');
  expect(redact('redis://:pw@cache:6379')).toBe('redis://[redacted]@cache:6379');
});

test('an address becomes its digest, whatever its case', () => {
  expect(redact('550 no such user <Ann+list@Example.com>')).toBe(
    `550 no such user <${addressDigest('ann+list@example.com')}>`,
  );
  expect(redact('to jürgen@bücher.example now')).not.toContain('@');
});

test('too short a secret does not blank out ordinary words', () => {
  expect(redact('abcdef')).toBe('abcdef');
});

test('whatever a secret is made of, it disappears from text, JSON and URLs around it (S3)', () => {
  const secret = fc
    .string({ unit: anySign, minLength: 4, maxLength: 40 })
    .filter((text) => !'[redacted]'.includes(text));
  fc.assert(
    fc.property(secret, (value) => {
      const remove = createRedactor([value]);
      for (const spelling of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]) {
        expect(remove(`535 ${spelling} refused`)).not.toContain(spelling);
      }
    }),
  );
});

test('the time grows with the length alone', () => {
  for (const text of ['a', '.', 'a://', 'a.b@']) {
    expect(redact(`${text.repeat(50_000)} @`)).toContain(' @');
  }
});
