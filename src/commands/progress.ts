import type { Io } from '../core/io.ts';

/** Shorter work needs no word. */
const PATIENCE_MS = 1_000;

/** Says on a terminal what is being waited for, once it takes longer than a second, and takes the line back. */
export async function withProgress<T>({ stderr }: Pick<Io, 'stderr'>, words: string, work: Promise<T>): Promise<T> {
  if (!stderr.isTTY) return work;
  let shown = false;
  const timer = setTimeout(() => {
    shown = true;
    stderr.write(words);
  }, PATIENCE_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    if (shown) stderr.write('\r\u001b[K');
  }
}
