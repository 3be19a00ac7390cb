import { expect, test } from 'vitest';
import { isId, newId } from '../../src/core/ids.ts';

test('ids are UUIDs v7, never twice the same, and ordered by the millisecond', async () => {
  const before = Date.now();
  const ids = Array.from({ length: 5_000 }, newId);
  const after = Date.now();
  expect(new Set(ids).size).toBe(ids.length);
  const millisecondOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  for (const id of ids) {
    expect(isId(id)).toBe(true);
    expect(id[14]).toBe('7');
    expect(millisecondOf(id)).toBeGreaterThanOrEqual(before);
    expect(millisecondOf(id)).toBeLessThanOrEqual(after);
  }
  // Everything behind the time is random: no two share it.
  expect(new Set(ids.map((id) => id.slice(19))).size).toBe(ids.length);
});

test.each(['', 'x', '0190d5a0-0000-7000-8000', "'; drop table accounts; --"])('%j is no id', (text) => {
  expect(isId(text)).toBe(false);
});
