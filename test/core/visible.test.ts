import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visible, visibleJson } from '../../src/core/visible.ts';
import { anySign } from '../support/any-sign.ts';

test.each([
  ['our colours stay', '\u001b[31mred\u001b[39m', '\u001b[31mred\u001b[39m'],
  ['a colour that does not end stays none', 'a\u001b[31mb', 'a\ufffd[31mb'],
  ['nor does one that hides', '\u001b[8mall that follows\u001b[39m', '\ufffd[8mall that follows\ufffd[39m'],
  ['what steers stays out of colours too', '\u001b[32mok\n\u009b2J\u001b[39m', '\u001b[32mok\ufffd\ufffd2J\u001b[39m'],
  ['no other code does', 'a\u001b[2J\u001b]0;title\u0007', 'a\ufffd[2J\ufffd]0;title\ufffd'],
  ['a line break begins no line, coloured or not', 'a\n[0mok  all delivered\nb', 'a\ufffd[0mok  all delivered\ufffdb'],
  ['nothing turns the writing round', 'abc\u202edef', 'abc\ufffddef'],
])('%s', (_what, text, shown) => {
  expect(visible(text)).toBe(shown);
});

const ESCAPE = '\u001b';
const COLOURED = new RegExp(`${ESCAPE}\\[(?:2|3[1-3])m([^${ESCAPE}]*)${ESCAPE}\\[(?:22|39)m`, 'g');
const steering = fc.constantFrom(
  '\u001b[31m',
  '\u001b[39m',
  '\u001b[8m',
  '\u001b]0;x\u0007',
  '\u009b2J',
  '\r',
  '\n',
  '\u202e',
  'a',
);

test('of any text nothing is left that steers, but colours that end', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(steering, fc.string({ unit: anySign, maxLength: 3 }))), (parts) => {
      const rest = visible(parts.join('')).replace(COLOURED, '$1');
      expect(rest).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
  );
});

test('JSON stays the same, and holds nothing that steers a terminal', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(steering, fc.string({ unit: anySign }), fc.constant('\u{e0001}'))), (value) => {
      const shown = visibleJson(JSON.stringify(value));
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(JSON.parse(shown)).toEqual(value);
    }),
  );
});
