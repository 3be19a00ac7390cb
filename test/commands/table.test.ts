import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tableLines } from '../../src/commands/table.ts';

const headings = ['ID', 'NAME', 'ZONE'];
const id = '0198c5a0-7d5e-7000-8000-000000000001';
const rows = [[id, 'Harbor Realty of the Bay', 'America/Los_Angeles']];

test('in a pipe columns are as wide as their longest cell', () => {
  expect(tableLines(headings, rows)).toEqual([
    `${'ID'.padEnd(36)}  ${'NAME'.padEnd(24)}  ZONE`,
    `${id}  Harbor Realty of the Bay  America/Los_Angeles`,
  ]);
});

test('on a terminal cells wrap between words and after slashes, and an id stays whole', () => {
  expect(tableLines(headings, rows, 66)).toEqual([
    `${'ID'.padEnd(36)}  ${'NAME'.padEnd(13)}  ZONE`,
    `${id}  Harbor Realty  America/`,
    `${' '.repeat(36)}  of the Bay     Los_Angeles`,
  ]);
});

test('where the longest words do not fit beside each other, a row is a block', () => {
  expect(tableLines(headings, [...rows, ['2', 'Bay', 'UTC']], 40)).toEqual([
    `ID    ${id}`,
    'NAME  Harbor Realty of the Bay',
    'ZONE  America/Los_Angeles',
    '',
    'ID    2',
    'NAME  Bay',
    'ZONE  UTC',
  ]);
});

test('no row fits no worse than its headings, and none at all is a line of them', () => {
  expect(tableLines(headings, [], 40)).toEqual(['ID  NAME  ZONE']);
});

test('whatever the cells, a table that is one fits its width and loses no word', () => {
  const cell = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 6 }).map((words) => words.join(' '));
  const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(table, fc.integer({ min: 45, max: 120 }), (cells, width) => {
      const lines = tableLines(headings, cells, width);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      const words = (texts: readonly string[]) => texts.join(' ').split(/\s+/).filter(Boolean).sort();
      expect(words(lines)).toEqual(words([...headings, ...cells.flat()]));
    }),
  );
});
