import { PassThrough } from 'node:stream';
import { runCli } from '../../src/cli.ts';

export interface Choice {
  /** `--city <city>`, `-h, --help`, `add [options]`. */
  term: string;
  meaning: string;
}

/** One command's help, taken apart. */
export interface Page {
  /** Without the program's name; empty for the program itself. */
  words: readonly string[];
  /** As a terminal of 80 columns shows it. */
  text: string;
  usage: string;
  description: string;
  options: readonly Choice[];
  commands: readonly Choice[];
  /** What stands behind the options: remarks and examples. */
  rest: string;
}

/** The help of the program and of each command below it, in its order. */
export async function readPages(words: readonly string[] = []): Promise<Page[]> {
  const page = takeApart(words, await helpOf(words));
  const below = page.commands.map(nameOf).filter((name) => name !== 'help');
  const pages = [page];
  for (const name of below) pages.push(...(await readPages([...words, name])));
  return pages;
}

/** The name that a command of a list goes by: `add [options]` → `add`. */
export const nameOf = ({ term }: Choice): string => term.split(' ')[0] ?? '';

async function helpOf(words: readonly string[]): Promise<string> {
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const chunks: Buffer[] = [];
  stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const stderr = new PassThrough();
  const stop = new AbortController().signal;
  const io = { stdin: new PassThrough(), stdout, stderr, env: {}, cwd: '/', home: '/', stop };
  const code = await runCli([...words, '--help'], io);
  if (code !== 0) throw new Error(`reportctl ${words.join(' ')} --help ends with ${code}`);
  return Buffer.concat(chunks).toString('utf8');
}

function takeApart(words: readonly string[], text: string): Page {
  const [usage = '', description = '', ...blocks] = text.trimEnd().split('\n\n');
  const listOf = (title: string): Choice[] => {
    const folded = blocks.find((lines) => lines.startsWith(`${title}:\n`)) ?? '';
    const block = folded.replaceAll(/\n {3,}(?=\S)/g, ' ');
    return Array.from(block.matchAll(/^ {2}(\S.*?) {2,}(\S.*)$/gm), ([, term = '', meaning = '']) => ({
      term,
      meaning,
    }));
  };
  const rest = blocks.filter((lines) => !/^(Options|Commands|Arguments):\n/.test(lines)).join('\n\n');
  return {
    words,
    text: text.trimEnd(),
    usage: usage.replace('Usage: ', ''),
    description: description.replaceAll('\n', ' '),
    options: listOf('Options'),
    commands: listOf('Commands'),
    rest,
  };
}
