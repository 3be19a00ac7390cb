import { Command } from 'commander';
import { App } from '../app/app.ts';
import { configError } from '../core/errors.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { keepAlive } from '../ops/keepalive.ts';
import { parseInteger, printJson, printLine } from './support.ts';

const EXAMPLES = `
Exit code: 0 when it answered with 2xx, 69 when it did not, 78 when
KEEPALIVE_URL is not set (with --if-set: 0). No database is needed.

Examples:
  $ reportctl ping
  $ KEEPALIVE_URL=https://example.com/health reportctl ping --json`;

interface PingOptions {
  timeoutSeconds: number;
  ifSet?: boolean;
  json?: boolean;
}

export function define(io: Io, _exit: (code: ExitCode) => void): Command {
  return new Command('ping')
    .description('Fetches KEEPALIVE_URL, to keep what is behind it awake.')
    .option('--timeout-seconds <n>', 'give up after this time', parseInteger(1, 300), 10)
    .option('--if-set', 'do nothing where KEEPALIVE_URL is not set; for the crontab')
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: PingOptions) => {
      const { keepaliveUrl } = new App(io).settings;
      if (keepaliveUrl === undefined) {
        if (options.ifSet) return;
        throw configError('KEEPALIVE_URL is not set. Set it to the URL to fetch.', 'keepalive_missing');
      }
      const answer = await keepAlive(keepaliveUrl, { timeoutMs: options.timeoutSeconds * 1000, stop: io.stop });
      if (options.json) printJson(io, answer);
      else printLine(io, `answered with ${answer.status} in ${answer.durationMs} ms`);
    });
}
