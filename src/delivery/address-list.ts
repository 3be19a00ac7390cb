import { type CsvRecord, parseCsv } from '../core/csv.ts';
import { ReportctlError } from '../core/errors.ts';
import { parseAddress, parseName, type Recipient, uniqueRecipients } from './address.ts';

/** A line that holds no address that could be written to; the reason does not repeat it. */
export interface RefusedLine {
  readonly line: number;
  readonly reason: string;
}

export interface AddressList {
  /** Each address once, the first spelling's name kept. */
  readonly recipients: readonly Recipient[];
  /** Lines whose address had come before. */
  readonly repeated: number;
  readonly refused: readonly RefusedLine[];
}

/**
 * Reads addresses, with names where there are any, from CSV. A first line that names its columns (`email`, and `name`
 * or `first name` and `last name`, in any order) is obeyed; without one, the cell with the @ is the address and the
 * other the name.
 * @throws ReportctlError (exit 2) for text that is no CSV
 */
export function readAddressList(csv: string): AddressList {
  const [first, ...rest] = parseCsv(csv);
  if (first === undefined) return { recipients: [], repeated: 0, refused: [] };
  const columns = columnsOf(first);
  const found: Recipient[] = [];
  const refused: RefusedLine[] = [];
  for (const record of columns === undefined ? [first, ...rest] : rest) {
    try {
      found.push(readRecord(record, columns));
    } catch (error) {
      if (!(error instanceof ReportctlError)) throw error;
      refused.push({ line: record.line, reason: error.message });
    }
  }
  const recipients = uniqueRecipients(found);
  return { recipients, repeated: found.length - recipients.length, refused };
}

interface Columns {
  readonly email: number;
  /** Those that make up the name, in its order. */
  readonly name: readonly number[];
}

/** What a first line says of the columns, or undefined where it is a line like the others. */
function columnsOf({ cells }: CsvRecord): Columns | undefined {
  if (cells.some((cell) => cell.includes('@'))) return undefined;
  const find = (heading: RegExp) => cells.findIndex((cell) => heading.test(cell.trim()));
  const email = find(/^e-?mail([ _-]?address)?$|^address$/i);
  if (email < 0) return undefined;
  const whole = find(/^(full[ _-]?)?name$/i);
  const parts = whole >= 0 ? [whole] : [find(/^first[ _-]?name$/i), find(/^last[ _-]?name$/i)];
  return { email, name: parts.filter((column) => column >= 0) };
}

function readRecord({ cells }: CsvRecord, columns: Columns | undefined): Recipient {
  const at = cells.findIndex((cell) => cell.includes('@'));
  const email = columns?.email ?? Math.max(at, 0);
  const names = columns?.name ?? [cells.findIndex((cell, i) => i !== email && cell.trim() !== '')];
  const recipient = parseAddress(cells[email] ?? '');
  const name = parseName(names.map((column) => cells[column] ?? '').join(' '));
  return name === '' ? recipient : { ...recipient, name };
}
