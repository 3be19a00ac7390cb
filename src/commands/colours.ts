import { Chalk, type ChalkInstance } from 'chalk';
import type { Io } from '../core/io.ts';

/** Colours for a terminal; none in a pipe, and none where NO_COLOR is set (no-color.org: to anything but nothing). */
export function colours({ stdout, env }: Io): ChalkInstance {
  return new Chalk({ level: stdout.isTTY && !env.NO_COLOR ? 1 : 0 });
}
