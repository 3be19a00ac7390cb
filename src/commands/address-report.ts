import { ReportctlError, usageError } from '../core/errors.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { parseAddress, type Recipient, uniqueRecipients } from '../delivery/address.ts';
import type { RefusedLine } from '../delivery/address-list.ts';
import { printJson, printLine } from './support.ts';

/** Addresses of a command line: one that is wrong refuses all, by its place, since an error never repeats an address. */
export function parseAddresses(texts: readonly string[]): Recipient[] {
  const read = texts.map((text, i) => {
    try {
      return parseAddress(text);
    } catch (error) {
      if (!(error instanceof ReportctlError) || texts.length === 1) throw error;
      throw usageError(`Nothing was changed. Address ${i + 1} of ${texts.length}: ${error.message}`, error.code);
    }
  });
  return uniqueRecipients(read);
}

export interface AddressReport {
  /** What happened, in the words and the order of the report. */
  counts: Readonly<Record<string, number>>;
  refused?: readonly RefusedLine[];
  notes?: readonly string[];
}

/** Says what became of a list of addresses; the exit code is 1 where lines were refused. */
export function reportAddresses(
  io: Io,
  { counts, refused = [], notes = [] }: AddressReport,
  { json }: { json?: boolean | undefined },
): ExitCode {
  if (json) printJson(io, { ...counts, refused });
  else {
    const words = { ...counts, ...(refused.length > 0 ? { refused: refused.length } : {}) };
    printLine(io, Object.entries(words).map(inWords).join(', '));
    for (const { line, reason } of refused) printLine(io, `line ${line}: ${reason}`);
    for (const note of notes) printLine(io, note);
  }
  return refused.length > 0 ? EXIT.workFailed : EXIT.done;
}

/** `alreadyThere` → "already there 3". */
const inWords = ([key, count]: [string, number]): string =>
  `${key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${count}`;
