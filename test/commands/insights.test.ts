import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { define } from '../../src/commands/insights.ts';
import type { ExitCode } from '../../src/core/exit-codes.ts';
import { writeNarrative } from '../../src/insights/write-narrative.ts';
import { factsOf, rose } from '../insights/facts.ts';

const facts = factsOf({ medianSalePrice: rose('4.2%') });
const text = writeNarrative(facts);
let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'reportctl-insights-'));
  await writeFile(join(cwd, 'facts.json'), JSON.stringify(facts));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

async function check(narrative: string, ...options: string[]) {
  await writeFile(join(cwd, 'text.txt'), narrative);
  let code: ExitCode = 0;
  const stdout = new PassThrough();
  const io = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env: {}, cwd, home: cwd };
  const command = define({ ...io, stop: new AbortController().signal }, (exit) => {
    code = exit;
  });
  await command.parseAsync(['check', '--facts', 'facts.json', '--text', 'text.txt', ...options], { from: 'user' });
  return { code, stdout: String(stdout.read()) };
}

test('a text that may be published: exit 0, each figure with its source', async () => {
  const { code, stdout } = await check(`${text}\n`);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\$312,500 +Median sale price +closed sales +45$/m);
  expect(stdout).toMatch(/^4\.2% +Median sale price \(change\)/m);
  expect(stdout).toMatch(/May be published: \d+ words/);
});

test('one that may not: exit 1, each reason', async () => {
  const { code, stdout } = await check(text.replace('$312,500', '$312,501'));
  expect(code).toBe(1);
  expect(stdout).toContain('number: "$312,501" is no figure of this report.');
  expect(stdout).toContain('May not be published.');
});

test('--json prints the verdict', async () => {
  const { code, stdout } = await check(text, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, problems: [], figures: expect.any(Array) });
});

test('a file that is not there is wrong usage', async () => {
  await rm(join(cwd, 'facts.json'));
  await expect(check(text)).rejects.toMatchObject({ exitCode: 2, message: 'facts.json cannot be read (ENOENT).' });
});
