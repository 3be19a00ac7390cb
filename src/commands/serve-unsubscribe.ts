import { once } from 'node:events';
import { Command } from 'commander';
import { type App, withApp } from '../app/app.ts';
import { assertDatabaseNamed } from '../app/modes.ts';
import { errorCode, unavailableError } from '../core/errors.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { applyUnsubscribe } from '../delivery/unsubscribe.ts';
import { closeServer, createUnsubscribeServer } from '../delivery/web/server.ts';
import { parseInteger, printLine } from './support.ts';
import { unsubscribeSecret } from './unsubscribe.ts';

const EXAMPLES = `
It speaks plain HTTP: put it behind the host's web server, which has the
certificate, at the path of UNSUBSCRIBE_BASE_URL. SIGTERM ends it once the
requests under way are answered.

Examples:
  $ reportctl serve-unsubscribe
  $ reportctl serve-unsubscribe --port 9000 --requests-per-minute 2000`;

interface ServeOptions {
  host: string;
  port: number;
  requestsPerMinute: number;
}

export function define(io: Io, _exit: (code: ExitCode) => void): Command {
  return new Command('serve-unsubscribe')
    .description('Answers unsubscribe links: a page that asks, and the one-click POST of mail programs (RFC 8058).')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <port>', 'on which port; 0 takes a free one', parseInteger(0, 65_535), 8025)
    .option('--requests-per-minute <n>', 'from one client; the rest get 429', parseInteger(1, 1_000_000), 600)
    .addHelpText('after', EXAMPLES)
    .action((options: ServeOptions) => withApp(io, {}, (app) => serve(io, app, options)));
}

async function serve(io: Io, app: App, { host, port, requestsPerMinute }: ServeOptions): Promise<void> {
  const secret = unsubscribeSecret(app);
  assertDatabaseNamed(app);
  const { pool, clock } = await app.database();
  const apply = (token: string) =>
    applyUnsubscribe(pool, { secret, token, now: clock.now() }).then(() => true, refusedLink);
  const server = await createUnsubscribeServer({ apply, log: app.log, requestsPerMinute });
  try {
    printLine(io, `listening on ${await server.listen({ host, port }).catch(cannotListen)}`);
    if (!io.stop.aborted) await once(io.stop, 'abort');
  } finally {
    await closeServer(server);
  }
}

/**
 * False for a link that is not ours. One of ours whose account is not here is thrown: accounts are never deleted, so this
 * is the wrong database, and nobody may be told that they are unsubscribed.
 */
function refusedLink(error: unknown): boolean {
  if (errorCode(error) === 'bad_token') return false;
  throw error;
}

function cannotListen(error: unknown): never {
  const cause = errorCode(error) ?? 'error';
  throw unavailableError(
    `The port cannot be listened on (${cause}). Choose another with --port or --host.`,
    'cannot_listen',
    error,
  );
}
