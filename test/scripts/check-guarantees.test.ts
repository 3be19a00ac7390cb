import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';

// The check of the guarantees' table, on copies of the table and of the tests with one fault each.
const made: string[] = [];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reportctl-guarantees-'));
  made.push(folder);
  await cp('docs/guarantees.md', join(folder, 'docs/guarantees.md'), { recursive: true });
  const isTest = (source: string) => !/\.\w+$/.test(source) || source.endsWith('.test.ts');
  await cp('test', join(folder, 'test'), { recursive: true, filter: isTest });
});
afterAll(() => Promise.all(made.map((each) => rm(each, { recursive: true }))));

const check = () =>
  new Promise<string[]>((resolve) => {
    execFile(process.execPath, ['scripts/check-guarantees.mjs', folder], (_error, _stdout, stderr) => {
      resolve(stderr.split('\n').filter(Boolean));
    });
  });

async function change(file: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  expect(text.replace(from, to)).not.toBe(text);
  await writeFile(join(folder, file), text.replace(from, to));
}

const TABLE = 'docs/guarantees.md';
const D8 = 'test/delivery/address.test.ts';
const TAG = [' (D8', ')'].join('');

test('the table and the tests as they are agree', async () => {
  expect(await check()).toEqual([]);
});

test.each([
  ['a property that is left out', TABLE, /^\| D8 .*\n/m, [/: D8 is missing$/, /D8 leaves out/]],
  ['one that stands there twice', TABLE, /^(\| D8 .*\n)/m, [/: D8 stands there twice$/], '$1$1'],
  ['one that there is not', TABLE, /^\| D8 /m, [/no property D99$/, /D8 is missing/, /D8 leaves out/], '| D99 '],
  ['one without a statement', TABLE, /^(\| D8 +)\| .*? \|/m, [/: D8 says nothing$/], '$1|  |'],
  ['one without a test', TABLE, /^(\| D8 +\| .*? \|) .* \|/m, [/: D8 names no test$/, /D8 leaves out/], '$1  |'],
  ['a file that is not there', TABLE, 'delivery/address.test.ts', [/D8 names test\/x\.test\.ts, which/], 'x.test.ts'],
  ['a test that lost its title', D8, TAG, [/address\.test\.ts: no test names D8/], ''],
  [
    'a test that the table does not know',
    D8,
    TAG,
    [/D9 leaves out test\/delivery\/address\.test\.ts/],
    TAG.replace('8', '9'),
  ],
  [
    'a title with a property that there is not',
    D8,
    TAG,
    [/address\.test\.ts: there is no property D99$/],
    TAG.replace('8', '99'),
  ],
] as const)('%s', async (_what, file, from, problems, to = '') => {
  await change(file, from, to);
  const found = (await check()).join('\n');
  for (const problem of problems) expect(found).toMatch(new RegExp(problem.source, 'm'));
});

test('a plant whose place has moved', async () => {
  const plants = join(folder, 'scripts/plants');
  await mkdir(plants, { recursive: true });
  const plant = (find: string) => ({ property: 'D8', file: D8, find, replace: '', test: D8 });
  const source = `export const PLANTS = ${JSON.stringify([plant('import { expect'), plant('what is not there')])};`;
  await writeFile(join(plants, 'some.mjs'), source);
  expect(await check()).toEqual([`${D8}: what a plant of D8 replaces stands there 0 times`]);
});
