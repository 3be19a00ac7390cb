import rateLimit from '@fastify/rate-limit';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { errorCode } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { isOneClick } from './one-click.ts';
import { BAD_LINK, CONFIRMATION, CONTENT_SECURITY_POLICY, NOT_FOUND, TRY_AGAIN, UNSUBSCRIBED } from './pages.ts';

export interface UnsubscribeServerOptions {
  /** Applies a token; false for one that is not ours. Applying it again changes nothing. */
  apply: (token: string) => Promise<boolean>;
  log: Log;
  /** How many requests one client may make in a minute; a provider of mailboxes clicks for many people. */
  requestsPerMinute: number;
}

/** A token is about 250 characters; the one-click body 28, or some 200 as multipart. */
const MAX_HEADERS_BYTES = 8_192;
const MAX_BODY_BYTES = 2_048;
const TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 512;

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // The address of the page holds the token.
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
  'cross-origin-opener-policy': 'same-origin',
};

/**
 * The web side of unsubscribing, behind the host's own web server, under any path: GET shows a page that asks, POST does
 * it (RFC 8058). It is not started yet. Logs hold no token, address or client; answers hold nothing of the request.
 */
export async function createUnsubscribeServer(options: UnsubscribeServerOptions): Promise<FastifyInstance> {
  const server = fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    connectionTimeout: TIMEOUT_MS,
    requestTimeout: TIMEOUT_MS,
    keepAliveTimeout: TIMEOUT_MS / 2,
    forceCloseConnections: 'idle',
    http: { maxHeaderSize: MAX_HEADERS_BYTES, headersTimeout: TIMEOUT_MS, connectionsCheckingInterval: 1_000 },
    // Only a web server on this host may say whom a request is from.
    trustProxy: 'loopback',
    frameworkErrors: (_error, _request, reply) => {
      void answer(reply, 400, BAD_LINK);
    },
  });
  server.server.maxConnections = MAX_CONNECTIONS;
  server.setErrorHandler((error, _request, reply) => fail(options.log, error, reply));
  server.setNotFoundHandler((_request, reply) => answer(reply, 404, NOT_FOUND));
  server.addHook('onResponse', async ({ method }, { statusCode, elapsedTime }) => {
    options.log.info({ method, status: statusCode, ms: Math.round(elapsedTime) }, 'unsubscribe request');
  });
  endConnectionsOnClose(server);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  await server.register(rateLimit, { max: options.requestsPerMinute, timeWindow: '1 minute' });
  server.get('/*', (request, reply) =>
    tokenOf(request) === '' ? answer(reply, 404, NOT_FOUND) : answer(reply, 200, CONFIRMATION),
  );
  server.post('/*', (request, reply) => unsubscribe(options, request, reply));
  return server;
}

/** A client that keeps its connection would otherwise hold the end up for its five idle seconds. */
function endConnectionsOnClose(server: FastifyInstance): void {
  let closing = false;
  server.addHook('preClose', async () => {
    closing = true;
  });
  server.addHook('onSend', async (_request, reply) => {
    if (closing) void reply.header('connection', 'close');
  });
}

/** Takes no more requests, answers those under way, and cuts after 10 s who is still not done with sending. */
export async function closeServer(server: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => server.server.closeAllConnections(), TIMEOUT_MS);
  await server.close();
  clearTimeout(cut);
}

async function unsubscribe({ apply }: UnsubscribeServerOptions, request: FastifyRequest, reply: FastifyReply) {
  const body = typeof request.body === 'string' ? request.body : '';
  if (!isOneClick(request.headers['content-type'], body)) return answer(reply, 400, BAD_LINK);
  return (await apply(tokenOf(request))) ? answer(reply, 200, UNSUBSCRIBED) : answer(reply, 400, BAD_LINK);
}

/** The token of a request, '' where it has none or several. */
function tokenOf({ query }: FastifyRequest): string {
  const isObject = typeof query === 'object' && query !== null;
  return isObject && 'token' in query && typeof query.token === 'string' ? query.token : '';
}

/** What the client did wrong keeps its status; anything else is ours, and said to our log alone. */
function fail(log: Log, error: unknown, reply: FastifyReply): FastifyReply {
  const status = statusOf(error);
  if (status < 500) return answer(reply, status, status === 429 ? TRY_AGAIN : BAD_LINK);
  log.error({ code: errorCode(error) ?? 'internal' }, 'unsubscribe failed');
  void reply.header('retry-after', '60');
  return answer(reply, 503, TRY_AGAIN);
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 ? status : 500;
}

const answer = (reply: FastifyReply, status: number, page: string): FastifyReply =>
  reply.code(status).headers(HEADERS).send(page);
