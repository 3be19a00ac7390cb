import { usageError } from './errors.ts';

/** A record of a CSV file; `line` is where it begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads CSV as RFC 4180 has it, with commas, semicolons or tabs. Text after a closing quote stays part of its cell, so
 * that a list of `"Doe, Jane" <jane@example.com>` reads as people mean it. Blank lines are left out.
 * @throws ReportctlError (exit 2) for a quote that is never closed: everything behind it would be one cell.
 */
export function parseCsv(text: string): CsvRecord[] {
  const reader = new CsvReader(text);
  const records: CsvRecord[] = [];
  while (!reader.atEnd) {
    const record = reader.readRecord();
    if (record.cells.some((cell) => cell.trim() !== '')) records.push(record);
  }
  return records;
}

const LINE_BREAK = /\r\n?|\n/y;
// A quote is doubled inside quotes; one that is followed by another does not close.
const QUOTED = /[ \t]*"([^"]*(?:""[^"]*)*)"(?!")/y;
const OPENING_QUOTE = /[ \t]*"/y;

class CsvReader {
  readonly #text: string;
  readonly #delimiter: string;
  readonly #plain: RegExp;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
    this.#delimiter = delimiterOf(text);
    this.#plain = new RegExp(`[^${this.#delimiter}\\r\\n]*`, 'y');
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  readRecord(): CsvRecord {
    const line = this.#line;
    const cells = [this.#readCell()];
    while (this.#text[this.#at] === this.#delimiter) {
      this.#at += 1;
      cells.push(this.#readCell());
    }
    if (this.#take(LINE_BREAK)) this.#line += 1;
    return { line, cells };
  }

  #readCell(): string {
    const quoted = this.#take(QUOTED)?.[1];
    if (quoted === undefined && this.#take(OPENING_QUOTE)) {
      throw usageError(`The quote that opens in line ${this.#line} is never closed. Nothing was read.`, 'bad_csv');
    }
    this.#line += quoted?.match(/\r\n?|\n/g)?.length ?? 0;
    return (quoted?.replaceAll('""', '"') ?? '') + (this.#take(this.#plain)?.[0] ?? '');
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    this.#at += match?.[0].length ?? 0;
    return match;
  }
}

/** Spreadsheets of countries with a decimal comma write semicolons. */
function delimiterOf(text: string): string {
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  if (firstLine.includes('\t')) return '\t';
  return firstLine.includes(';') && !firstLine.includes(',') ? ';' : ',';
}
