import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

/** What stands in a statement's text beside constants: names of our own, each of a type with few members. */
const NAMES_OF_OURS = [
  'ops/prune-queries.ts: key',
  'ops/prune-queries.ts: table',
  'ops/prune-tables.ts: key',
  'ops/prune-tables.ts: old',
  'ops/prune-tables.ts: table',
  'runs/cancel.ts: where',
  'runs/end-queued.ts: matching',
];

const SQL = /^\s*(?:select|insert|update|delete|with \w+ as|create|alter|drop|lock|set)\b/;

/** Each `${…}` of the statements in a source, but for constants in capitals. */
const splicedInto = (source: string): string[] =>
  [...source.matchAll(/`((?:[^`\\]|\\.)*)`/gs)]
    .map(([, text = '']) => text)
    .filter((text) => SQL.test(text))
    .flatMap((text) => [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, spliced = '']) => spliced))
    .filter((spliced) => !/^[A-Z][A-Z_]*$/.test(spliced));

test('values are bound in every statement, never spliced into its text', async () => {
  const files = (await readdir('src', { recursive: true })).filter((file) => file.endsWith('.ts'));
  const found = await Promise.all(
    files.map(async (file) =>
      splicedInto(await readFile(`src/${file}`, 'utf8')).map((spliced) => `${file}: ${spliced}`),
    ),
  );
  expect([...new Set(found.flat())].sort()).toEqual(NAMES_OF_OURS);
});

test('a value that is spliced in is seen', () => {
  const spliced = ['$', '{name}'].join('');
  expect(splicedInto(`\`select id from accounts where name = '${spliced}'\``)).toEqual(['name']);
});
