import { expect, test } from 'vitest';
import { colours } from '../../src/commands/colours.ts';
import type { Io } from '../../src/core/io.ts';

const paint = (isTTY: boolean, env: Record<string, string> = {}) =>
  colours({ stdout: { isTTY }, env } as unknown as Io).red('x');

test('colours on a terminal, none in a pipe, none where NO_COLOR is set', () => {
  expect(paint(true)).toBe('\u001b[31mx\u001b[39m');
  expect(paint(false)).toBe('x');
  expect(paint(true, { NO_COLOR: '1' })).toBe('x');
  expect(paint(true, { NO_COLOR: '' })).toBe('\u001b[31mx\u001b[39m');
});
