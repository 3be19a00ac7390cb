import { expect, test } from 'vitest';
import { shown } from '../../src/core/shown.ts';

test.each([
  ['text is quoted', 'fortnightly', '"fortnightly"'],
  ['the empty text can be seen', '', '""'],
  ['numbers are bare', 99, '99'],
  ['NaN is named', Number.NaN, 'NaN'],
  ['null is absent', null, '(none)'],
  ['undefined is absent', undefined, '(none)'],
  ['long text is cut', 'x'.repeat(5000), `"${'x'.repeat(40)}…"`],
  ['control characters cannot forge a log line', 'a\nb', '"a\\nb"'],
])('%s', (_, value, expected) => {
  expect(shown(value)).toBe(expected);
});
