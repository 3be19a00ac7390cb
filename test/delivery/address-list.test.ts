import { expect, test } from 'vitest';
import { readAddressList } from '../../src/delivery/address-list.ts';

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
