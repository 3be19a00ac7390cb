import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../../../shared/data/', import.meta.url);

/** The rows of a plain CSV of real housing data that lies beside the repository, or null (said aloud) where it does not. */
export function readSharedCsv(file: string): Record<string, string>[] | null {
  const path = fileURLToPath(new URL(file, folder));
  if (!existsSync(path)) {
    process.stderr.write(`SKIPPED: ${file} is not there, so its anchors were not checked.\n`);
    return null;
  }
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i] ?? '', cell])));
}
