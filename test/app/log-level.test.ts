import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { App } from '../../src/app/app.ts';

function levelOf({ option, set, own }: { option?: string; set?: string; own?: string }): string {
  const env = { DATABASE_URL: 'embedded', ...(set === undefined ? {} : { LOG_LEVEL: set }) };
  const stop = new AbortController().signal;
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const io = { stdin, stdout, stderr, env, cwd: '/', home: '/', stop, logLevel: option };
  return new App(io, own === undefined ? {} : { logLevel: own }).log.level;
}

test.each([
  ['nobody says anything', {}, 'info'],
  ['a command is content with warnings', { own: 'warn' }, 'warn'],
  ['the operator sets more', { own: 'warn', set: 'debug' }, 'debug'],
  ['the operator sets what is the default', { own: 'warn', set: 'info' }, 'info'],
  ['an option says otherwise', { own: 'warn', set: 'debug', option: 'error' }, 'error'],
])('%s', (_what, levels, level) => {
  expect(levelOf(levels)).toBe(level);
});
