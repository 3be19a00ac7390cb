import { Command } from 'commander';
import { type App, withApp } from '../app/app.ts';
import { configError, usageError } from '../core/errors.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { applyUnsubscribe } from '../delivery/unsubscribe.ts';
import { readInput } from './read-input.ts';
import { printJson, printLine } from './support.ts';

const EXAMPLES = `
The contract with a web page that takes clicks: hand in what stands behind
token= in the link, or the whole link. Exit code 0: the address gets nothing
more from that account, also when it got nothing before. 2: no link of ours,
nothing was changed. 69: try again. --json prints accountId, email and added.

A token on the command line can be read by every user of the host: prefer stdin
or UNSUBSCRIBE_TOKEN.

Examples:
  $ printf %s "$token" | reportctl unsubscribe --token - --json
  $ UNSUBSCRIBE_TOKEN="$token" reportctl unsubscribe`;

/** A token is about 250 characters, its link at most 2,048. */
const MAX_BYTES = 10_000;

interface UnsubscribeOptions {
  token?: string;
  json?: boolean;
}

export function define(io: Io, _exit: (code: ExitCode) => void): Command {
  return new Command('unsubscribe')
    .description('Takes the address of one unsubscribe link off its account’s list.')
    .option('--token <token>', 'the token or the whole link; - reads it from stdin; default: UNSUBSCRIBE_TOKEN')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action((options: UnsubscribeOptions) => unsubscribe(io, options));
}

async function unsubscribe(io: Io, options: UnsubscribeOptions): Promise<void> {
  const token = await readToken(io, options.token);
  const result = await withApp(io, {}, async (app) => {
    const secret = unsubscribeSecret(app);
    const { pool, clock } = await app.database();
    return applyUnsubscribe(pool, { secret, token, now: clock.now() });
  });
  if (options.json) printJson(io, result);
  else printLine(io, result.added ? 'unsubscribed' : 'was unsubscribed already');
}

async function readToken(io: Io, given: string | undefined): Promise<string> {
  const token = given === '-' ? await readInput(io, '-', MAX_BYTES) : (given ?? io.env.UNSUBSCRIBE_TOKEN ?? '');
  if (token.trim() !== '') return token;
  throw usageError('There is no token. Give --token, --token - with the token on stdin, or UNSUBSCRIBE_TOKEN.');
}

/** @throws ReportctlError (exit 78) where there is none: links could not be told from forged ones (D6) */
export function unsubscribeSecret({ settings }: Pick<App, 'settings'>): string {
  if (settings.unsubscribeSecret !== undefined) return settings.unsubscribeSecret;
  throw configError(
    'UNSUBSCRIBE_SECRET is not set. Set it to the one that the messages were sent with.',
    'unsubscribe_secret_missing',
  );
}
