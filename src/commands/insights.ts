import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { errorCode, usageError } from '../core/errors.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { checkNarrative } from '../insights/check/check-narrative.ts';
import type { Verdict } from '../insights/check/problem.ts';
import { parseFacts } from '../insights/facts-file.ts';
import { printJson, printLine, printTable } from './support.ts';

const EXAMPLES = `
The facts are a report as "reportctl generate --out report.json" writes it, or
{ "area", "period", "facts": [...] }, and where it is about some homes
alone what they are called: "homes": { "one", "many" }.
Exit code: 0 when the text may be published, 1 when it may not.

Examples:
  $ reportctl insights check --facts report.json --text narrative.txt
  $ reportctl insights check --facts report.json --text narrative.txt --json`;

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  const insights = new Command('insights')
    .description('Checks the narrative of a report.')
    .addHelpText('after', EXAMPLES);
  insights
    .command('check')
    .description('say whether each figure of a text is a figure of the report, and what else keeps it from publication')
    .requiredOption('--facts <file>', 'JSON of a report or of its facts')
    .requiredOption('--text <file>', 'the text')
    .option('--json', 'print the verdict as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: { facts: string; text: string; json?: boolean }) => {
      const facts = parseFacts(await read(io, options.facts));
      const verdict = checkNarrative(await read(io, options.text), facts);
      if (options.json) printJson(io, verdict);
      else printVerdict(io, verdict);
      exit(verdict.ok ? EXIT.done : EXIT.workFailed);
    });
  return insights;
}

function printVerdict(io: Io, { ok, words, figures, problems }: Verdict): void {
  for (const { code, message } of problems) printLine(io, `${code}: ${message}`);
  if (ok && figures.length > 0) {
    const rows = figures.map(({ text, label, part, population, n }) => {
      return [text, part === 'change' ? `${label} (change)` : label, population, String(n)];
    });
    printTable(io, ['in the text', 'figure', 'population', 'n'], rows);
  }
  printLine(io, ok ? `May be published: ${words} words, each figure traced.` : 'May not be published.');
}

async function read(io: Io, path: string): Promise<string> {
  try {
    return await readFile(resolve(io.cwd, path), 'utf8');
  } catch (error) {
    throw usageError(`${path} cannot be read (${errorCode(error) ?? 'error'}).`, 'file_unreadable');
  }
}
