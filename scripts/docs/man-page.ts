import { type Choice, nameOf, type Page } from './help.ts';
import { EXIT_CODES, settingLines } from './settings.ts';

/** The page of section 1, in the macros of man(7). */
export function manPageOf(pages: readonly Page[]): string {
  const [program, ...commands] = pages;
  if (program === undefined) throw new Error('manPageOf: the program has no help');
  return [
    '.\\" Made by `npm run docs` from the program\'s help.',
    '.TH REPORTCTL 1 "" reportctl "User Commands"',
    '.SH NAME\nreportctl \\- makes and delivers recurring real-estate market reports',
    '.SH SYNOPSIS\n.B reportctl\n.I command\n[options]',
    `.SH DESCRIPTION\n${roff(program.description)}`,
    'Cron or a timer starts\n.B reportctl tick\neach minute; it dispatches what is due, makes it, delivers it, and ends.',
    `.SH COMMANDS\n${commands.map(section).join('\n')}`,
    `.SH ENVIRONMENT\n${settingLines()
      .map(({ name, fallback, meaning }) => item(name, fallback ? `${meaning} (default: ${fallback})` : meaning))
      .join('\n')}`,
    `.SH "EXIT STATUS"\n${EXIT_CODES.map(([code, meaning]) => item(String(code), meaning)).join('\n')}`,
    `.SH EXAMPLES\n.nf\n${roff(program.rest.replace(/^Examples:\n/, ''))}\n.fi`,
    '',
  ].join('\n');
}

function section({ words, usage, description, options, commands, rest }: Page): string {
  // Told once, above all: every command has them.
  const own = options.filter(({ term }) => !/--(help|debug|log-level)\b/.test(term));
  const parts = [`.SS "${words.join(' ')}"`, `.B ${roff(usage)}`, '.PP', roff(description)];
  parts.push(...own.map((option) => item(option.term, option.meaning)));
  if (commands.length > 0) parts.push(`.PP\nCommands: ${below(commands)}.`);
  if (rest) parts.push('.PP', '.nf', roff(rest), '.fi');
  return parts.join('\n');
}

const below = (commands: readonly Choice[]): string =>
  commands
    .map(nameOf)
    .filter((name) => name !== 'help')
    .join(', ');

const item = (term: string, meaning: string): string => `.TP\n.B ${roff(term)}\n${roff(meaning)}`;

/** Options keep their hyphens, no line begins with a control character, and what is no ASCII is named. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(
      /[^\x20-\x7e\n]/gu,
      (char) => `\\[u${char.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .replaceAll(/^([.'])/gm, '\\&$1');
