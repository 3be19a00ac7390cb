import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'vitest';

/** poppler's pdftotext, which is no part of Node: without it these tests are skipped, and fail where all are required. */
const PDFTOTEXT = ['/usr/bin/pdftotext', '/usr/local/bin/pdftotext'].find((path) => existsSync(path));

export const testWithPdf = PDFTOTEXT !== undefined || process.env.REQUIRE_ALL_TESTS === '1' ? test : test.skip;

/** The text of a PDF as a reader's program extracts it, in reading order. */
export function pdfText(pdf: Buffer): Promise<string> {
  if (PDFTOTEXT === undefined) throw new Error('pdftotext is missing: install poppler-utils');
  return new Promise((resolve, reject) => {
    const child = execFile(PDFTOTEXT, ['-', '-'], { maxBuffer: 1e8 }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
    child.stdin?.end(pdf);
  });
}
