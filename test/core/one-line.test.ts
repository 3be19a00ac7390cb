import { expect, test } from 'vitest';
import { isOneLine, toOneLine } from '../../src/core/one-line.ts';

test.each([
  ['a line break', 'Oak\r\nBcc: x', 'Oak Bcc: x'],
  ['a line separator', 'Oak\u2028 Ridge', 'Oak Ridge'],
  ['what turns the writing round', 'Oak \u202egdir', 'Oak gdir'],
  ['what nobody sees', 'O\u200bak\ufeff', 'Oak'],
])('%s stands in no header line', (_what, text, line) => {
  expect(isOneLine(text)).toBe(false);
  expect(toOneLine(text)).toBe(line);
});

test.each(['José Ñúñez', '北京', 'Bäcker & Söhne', 'Ann  O’Hara'])('%s is one', (text) => {
  expect(isOneLine(text)).toBe(true);
});
