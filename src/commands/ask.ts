import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import type { Io } from '../core/io.ts';

/** Asks on a terminal; without one the answer is no, since nobody can be asked. */
export async function askYesNo(io: Io, question: string): Promise<boolean> {
  if (!io.stdin.isTTY) return false;
  const ask = createInterface({ input: io.stdin, output: io.stderr });
  // Whoever ends the input gives no answer, and the question would wait for ever.
  const ended = once(ask, 'close').then(() => '');
  try {
    const answer = await Promise.race([ask.question(`${question} [y/N] `), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    ask.close();
  }
}
