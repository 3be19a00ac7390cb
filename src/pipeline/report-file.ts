import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { errorCode, usageError, workError } from '../core/errors.ts';
import type { ReportModel } from '../reports/model.ts';
import { renderMessage } from '../reports/render-message.ts';

/** The kinds of file that a report can be saved as, by extension. */
const WRITERS: Readonly<Record<string, (model: ReportModel) => string>> = {
  '.html': (model) => renderMessage(model, NOBODY).html,
  '.txt': (model) => renderMessage(model, NOBODY).text,
  '.json': (model) => `${JSON.stringify(model, null, 2)}\n`,
};

/** A saved report has no recipient, so no unsubscribe link; the page says so. */
const NOBODY = { postalAddress: null, unsubscribeUrl: null };

/** @throws ReportctlError (exit 2) for an extension that no writer knows, before any work is done */
export function assertWritable(path: string): void {
  if (Object.hasOwn(WRITERS, extname(path).toLowerCase())) return;
  throw usageError(`--out takes a file that ends in ${Object.keys(WRITERS).join(', ')}.`, 'bad_extension');
}

/** Saves a report; the file is complete or not there at all. */
export async function saveReport(path: string, model: ReportModel): Promise<void> {
  assertWritable(path);
  const content = WRITERS[extname(path).toLowerCase()]?.(model) ?? '';
  const partial = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(partial, content);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw workError(
      `The report could not be written to ${path} (${errorCode(error) ?? 'error'}).`,
      'write_failed',
      error,
    );
  }
}
