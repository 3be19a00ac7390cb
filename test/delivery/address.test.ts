import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress, uniqueRecipients } from '../../src/delivery/address.ts';

test.each([
  ['ann@example.com', { email: 'ann@example.com' }],
  ['  Ann.Lee+homes@Example.COM ', { email: 'ann.lee+homes@example.com' }],
  ['Ann Lee <ANN@example.com>', { email: 'ann@example.com', name: 'Ann Lee' }],
  ['"Lee, Ann" <ann@example.com>', { email: 'ann@example.com', name: 'Lee, Ann' }],
  ['<ann@example.com>', { email: 'ann@example.com' }],
  ['ann@Bücher.Example', { email: 'ann@xn--bcher-kva.example' }],
  ['ann@bu\u0308cher.example', { email: 'ann@xn--bcher-kva.example' }],
  ['qa@localhost', { email: 'qa@localhost' }],
])('reads %j', (text, expected) => {
  expect(parseAddress(text)).toEqual(expected);
});

test.each([
  '',
  'ann',
  '@example.com',
  'ann@',
  'ann@example',
  'ann@-example.com',
  'ann@example..com',
  'ann@exa_mple.com',
  'ann@127.0.0.1',
  'ann@0x7f.1',
  'ann@[127.0.0.1]',
  'ann@exa%6dple.com',
  'ann@bü%63her.example',
  '.ann@example.com',
  'ann lee@example.com',
  'änn@example.com',
  'ann@example.com, bob@example.com',
  'Ann <ann@example.com> <bob@example.com>',
  'ann@example.com\r\nBcc: bob@example.com',
  'Ann\n <ann@example.com>',
  'ann\u0000@example.com',
  'ann\u202e@example.com',
  `${' '.repeat(100_000)}x`,
  `${'a'.repeat(65)}@example.com`,
  `ann@${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}.com`,
])('refuses %j', (text) => {
  expect(() => parseAddress(text)).toThrow(expect.objectContaining({ code: 'bad_address', exitCode: 2 }));
});

test('what is accepted is in normal form, and the error never repeats the text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), (text) => {
      try {
        const { email } = parseAddress(text);
        expect(email).toMatch(/^[\x21-\x7e]+$/);
        expect(parseAddress(email)).toEqual({ email });
      } catch (error) {
        expect(error).toMatchObject({ code: 'bad_address' });
        if (text.length > 30) expect(String(error)).not.toContain(text);
      }
    }),
  );
});

test('the same address by two ways is one recipient, with the first name (D8)', () => {
  const recipients = [
    { email: 'Ann@Example.com', name: 'Ann' },
    { email: 'ann@example.com' },
    { email: 'bob@a.example' },
  ];
  expect(uniqueRecipients(recipients)).toEqual([{ email: 'ann@example.com', name: 'Ann' }, { email: 'bob@a.example' }]);
});
