import { Command } from 'commander';
import { examine } from '../app/doctor.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { createRedactor } from '../core/redact.ts';
import type { Finding, Level } from '../ops/doctor/finding.ts';
import { HOST_FILES } from '../ops/doctor/host.ts';
import { colours } from './colours.ts';
import { withProgress } from './progress.ts';
import { printJson, printLine } from './support.ts';
import { USUAL_WIDTH, wrapLines } from './table.ts';

const EXAMPLES = `
It changes nothing: it logs in to the mail server and sends no message, and asks
each vendor one question.
Exit code: 0 when nothing fails, warnings or not; 1 when something does.

Examples:
  $ reportctl doctor
  $ reportctl doctor --json | jq '.findings[] | select(.level != "ok")'`;

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  return new Command('doctor')
    .description('Checks settings, database, schema, Redis, mail, vendors, clock, disk and crontab.')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action(async ({ json }: { json?: boolean }) => {
      const found = await withProgress(io, 'asking all that this host talks to …', examine(io, hostFiles(io)));
      const findings = found.map(cleaned);
      const failed = findings.some(({ level }) => level === 'fail');
      if (json) printJson(io, { ok: !failed, findings });
      else for (const finding of findings) for (const line of linesOf(finding, io)) printLine(io, line);
      exit(failed ? EXIT.workFailed : EXIT.done);
    });
}

const hostFiles = (io: Io) => ({ ...HOST_FILES, path: io.env.PATH });

// Names and messages of other systems may hold credentials inside a URL.
const redact = createRedactor([]);
const cleaned = (finding: Finding): Finding => ({ ...finding, detail: redact(finding.detail) });

const LABEL = 18;

function linesOf({ check, level, detail, todo }: Finding, io: Io): string[] {
  const paint = colours(io);
  const colour: Record<Level, (text: string) => string> = { ok: paint.green, warn: paint.yellow, fail: paint.red };
  const lines = [detail, ...(todo ? [`→ ${todo}`] : [])].flatMap((text) => wrapLines(text, USUAL_WIDTH - LABEL));
  const label = `${colour[level](level.padEnd(4))}  ${check.padEnd(LABEL - 6)}`;
  return lines.map((line, i) => (i === 0 ? label : ' '.repeat(LABEL)) + line);
}
