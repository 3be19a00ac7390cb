import { PassThrough } from 'node:stream';
import { assertNothingLeaked } from './secrets.ts';

/** Takes what a program in this process prints where no test reads it, and fails at once where that is a secret. */
export function watchedSink(env: Readonly<Record<string, string | undefined>>): PassThrough {
  const sink = new PassThrough().setEncoding('utf8');
  return sink.on('data', (text: string) => assertNothingLeaked({ env, argv: [], stdout: '', stderr: text }));
}
