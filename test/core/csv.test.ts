import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCsv } from '../../src/core/csv.ts';

const cells = (text: string) => parseCsv(text).map((record) => record.cells);

test.each([
  [
    'a,b\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a;b\r\nc;d\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['a\tb, c\n', [['a', 'b, c']]],
  ['"a, ""b""",c', [['a, "b"', 'c']]],
  ['"Doe, Jane" <jane@example.com>', [['Doe, Jane <jane@example.com>']]],
  ['Jane "JJ" Doe,x', [['Jane "JJ" Doe', 'x']]],
  [
    'a,\n,,\n\n  \n,b',
    [
      ['a', ''],
      ['', 'b'],
    ],
  ],
  ['', []],
])('reads %j', (text, expected) => {
  expect(cells(text)).toEqual(expected);
});

test('a record knows the line that it begins in, breaks inside quotes and blank lines counted', () => {
  expect(parseCsv('a\n\n"b\r\nb",c\nd').map(({ line }) => line)).toEqual([1, 3, 5]);
});

test('a quote that is never closed refuses the whole text', () => {
  expect(() => parseCsv('a,b\n"c,d\ne,f\n')).toThrow(/opens in line 2/);
});

test('whatever is written as RFC 4180 is read back', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ' ', ',', ';', '"', '\n', '\r\n', 'ß', '\t') });
  const record = fc.array(cell, { minLength: 2, maxLength: 4 }).filter((row) => row.some((each) => each.trim() !== ''));
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (records) => {
      const quoted = records.map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join('\r\n');
      // The heading says that commas separate.
      expect(cells(`x,y\n${quoted}`).slice(1)).toEqual(records);
    }),
  );
});

test('the time grows with the length alone', () => {
  const text = `${'"'.repeat(200_001)}\n`;
  expect(() => parseCsv(text)).toThrow(/never closed/);
  expect(cells(`${'a"'.repeat(200_000)}\n`)).toHaveLength(1);
});
