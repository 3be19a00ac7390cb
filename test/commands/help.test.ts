import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';

let host: CliHost;
beforeAll(async () => {
  host = await createCliHost({});
});
afterAll(() => host.close());

/** The commands that a help text lists, in its order. */
function listed(help: string): string[] {
  const [, section = ''] = /\nCommands:\n((?: {2}.*\n|\n)*)/.exec(help) ?? [];
  return Array.from(section.matchAll(/^ {2}([a-z][a-z-]*)/gm), ([, name = '']) => name).filter(
    (name) => name !== 'help',
  );
}

async function helpOf(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await host.onTerminal(80, ...words, '--help');
  expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: '' });
  return stdout;
}

async function allHelp(words: string[] = []): Promise<[string, string][]> {
  const help = await helpOf(...words);
  const below: [string, string][] = [];
  for (const name of listed(help)) below.push(...(await allHelp([...words, name])));
  return [[['reportctl', ...words].join(' '), help], ...below];
}

test('the help of each command, on a terminal of 80 columns', async () => {
  const pages = await allHelp();
  expect(pages.length).toBeGreaterThan(30);
  const wide = pages.flatMap(([name, help]) =>
    help.split('\n').flatMap((line) => (line.length > 80 ? [`${name}: ${line}`] : [])),
  );
  expect(wide).toEqual([]);
  const text = pages.map(([name, help]) => `=== ${name} --help\n${help}`).join('\n');
  await expect(text).toMatchFileSnapshot('help.snapshot.txt');
});

test('each command with subcommands, and each that is no group, ends with examples', async () => {
  for (const name of listed(await helpOf())) {
    expect({ name, help: await helpOf(name) }).toEqual({
      name,
      help: expect.stringMatching(/\nExamples:\n {2}\$ .*reportctl /),
    });
  }
});
