import { expect, test } from 'vitest';
import { visible } from '../../src/core/visible.ts';

test.each([
  ['our colours stay', '\u001b[31mred\u001b[39m', '\u001b[31mred\u001b[39m'],
  ['no other code does', 'a\u001b[2J\u001b]0;title\u0007', 'a\ufffd[2J\ufffd]0;title\ufffd'],
  ['a line break begins no line, coloured or not', 'a\n[0mok  all delivered\nb', 'a\ufffd[0mok  all delivered\ufffdb'],
  ['nothing turns the writing round', 'abc\u202edef', 'abc\ufffddef'],
])('%s', (_what, text, shown) => {
  expect(visible(text)).toBe(shown);
});
