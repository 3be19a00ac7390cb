import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { errorCode, usageError } from '../core/errors.ts';
import type { Io } from '../core/io.ts';

/** 100,000 addresses with names are 5 MB. */
const MAX_BYTES = 20_000_000;

/**
 * The text of a file, or of stdin for `-`; a byte order mark is dropped.
 * @throws ReportctlError (exit 2) for a file that cannot be read, is larger than 20 MB or is not UTF-8
 */
export async function readInput(io: Io, file: string, maxBytes: number = MAX_BYTES): Promise<string> {
  const bytes = await readAll(file === '-' ? io.stdin : createReadStream(resolve(io.cwd, file)), maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Spreadsheets of some offices write Latin-1, and names would be garbled.
    throw usageError('The input is not UTF-8. Save it as "CSV UTF-8" and try again. Nothing was read.', 'not_utf8');
  }
}

async function readAll(stream: AsyncIterable<Uint8Array | string>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(Buffer.from(chunk));
      size += chunk.length;
      if (size > maxBytes) break;
    }
  } catch (error) {
    throw usageError(`The file cannot be read (${errorCode(error) ?? 'error'}).`, 'unreadable');
  }
  if (size > maxBytes) {
    throw usageError(`The input is larger than ${maxBytes / 1_000_000} MB. Nothing was read.`, 'too_large');
  }
  return Buffer.concat(chunks);
}
